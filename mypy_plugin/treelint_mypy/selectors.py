"""A `where` as mypy sees it, in the selector model that the linter uses too."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mypy.nodes import (
    GDEF,
    Context,
    Expression,
    FuncDef,
    IndexExpr,
    LambdaExpr,
    MemberExpr,
    RefExpr,
)

from treelint.fullnames import canonical
from treelint.records import dataclass
from treelint_mypy.definitions import Definition, definition_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping

    from mypy.checker import TypeChecker

    from treelint.selector.lower import Function
    from treelint.selector.lowering import Names
    from treelint.selector.model import Path, Selector
    from treelint_mypy.syntax import Translation


@dataclass(frozen=True)
class Where:
    """A selector that is written out, and the way back from its model to mypy's nodes.

    `given` is what stands in the call: the function itself, its name, a method, a partial. The
    model is made when it is asked for: most selectors are `plain`, and need none.
    """

    given: Expression
    definition: Definition

    @cached_property
    def _translation(self) -> Translation:
        # Loaded here, as what is below: few selectors need it.
        from treelint_mypy.syntax import translate

        return translate(self.definition.function)

    @property
    def behind(self) -> Mapping[ast.expr, Expression]:
        """The mypy node behind each expression in `written`."""
        return self._translation.behind

    @cached_property
    def written(self) -> Function:
        """The function, with only those parameters left that the call can give."""
        from treelint_mypy.unbound import without

        definition = self.definition
        return without(self._translation.function, definition.by_place, definition.by_name)

    @cached_property
    def selector(self) -> Selector | None:
        """The model; None where no single argument can call the function."""
        from treelint.selector.lower import lower

        return lower(self.written, _Names(self.behind))

    @property
    def function(self) -> LambdaExpr | FuncDef:
        """The function as mypy has it."""
        return self.definition.function

    def node(self, origin: ast.expr) -> Context:
        """The mypy node of an origin in the model, which is where to point."""
        return self.behind.get(origin, self.function)

    def expressions(self) -> Iterator[Expression]:
        """Every expression of the selector, those inside of others included."""
        return iter(self.behind.values())

    def chain(self, path: Path) -> Iterator[MemberExpr | IndexExpr]:
        """The steps of a path as they are written, the last one first."""
        node: Expression | None = self.behind.get(path.origin)
        while isinstance(node, MemberExpr | IndexExpr):
            yield node
            node = node.expr if isinstance(node, MemberExpr) else node.base


def selector_of(where: Expression | None, api: TypeChecker) -> Where | None:
    """The function that stands as `where`, if it is written in this file."""
    definition = definition_of(where, api)
    return None if where is None or definition is None else Where(where, definition)


def named(node: Expression) -> tuple[ast.expr, Names]:
    """An expression in the standard `ast`, and what is known of the names in it."""
    from treelint_mypy.syntax import translate_expression

    written, behind = translate_expression(node)
    return written, _Names(behind)


@dataclass(frozen=True, slots=True)
class _Names:
    """mypy's full names, under the names by which users know them."""

    behind: Mapping[ast.expr, Expression]

    def qualified_name(self, node: ast.expr) -> str | None:
        behind = self.behind.get(node)
        if not isinstance(behind, RefExpr) or not behind.fullname:
            return None
        # The full name of a local variable is its bare name.
        if behind.kind != GDEF and "." not in behind.fullname:
            return None
        return canonical(behind.fullname)
