"""A `where` as mypy sees it, in the selector model that the linter uses too."""

from __future__ import annotations

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
from treelint.selector.lower import Function, lower
from treelint_mypy.definitions import Definition, definition_of
from treelint_mypy.syntax import translate, translate_expression
from treelint_mypy.unbound import without

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping

    from mypy.checker import TypeChecker

    from treelint.selector.lowering import Names
    from treelint.selector.model import Path, Selector


@dataclass(frozen=True, slots=True)
class Where:
    """A selector that is written out, and the way back from its model to mypy's nodes.

    `given` is what stands in the call: the function itself, its name, a method, a partial. In
    `written` only those parameters are left that the call can give. `selector` is None where no
    single argument can call the function.
    """

    given: Expression
    definition: Definition
    written: Function
    selector: Selector | None
    behind: Mapping[ast.expr, Expression]

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
    if where is None or definition is None:
        return None
    translation = translate(definition.function)
    written = without(translation.function, definition.by_place, definition.by_name)
    selector = lower(written, _Names(translation.behind))
    return Where(where, definition, written, selector, translation.behind)


def named(node: Expression) -> tuple[ast.expr, Names]:
    """An expression in the standard `ast`, and what is known of the names in it."""
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
