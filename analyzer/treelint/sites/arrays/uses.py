"""What the uses of an array, up to some statement, have given it to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.resolve import ScopeKind
from treelint.sites.arrays.keepers import keepers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from treelint.index import FileIndex
    from treelint.resolve import Scope
    from treelint.sites.arrays.origins import Holder
    from treelint.sites.liveness import Flow
    from treelint.sites.passages import Reached


@dataclass(slots=True)
class _Giving:
    """One that is given the array, and the statements in which it is."""

    keeper: Holder
    places: dict[ast.stmt, None] = field(default_factory=dict)
    reached: dict[str | None, Reached] = field(default_factory=dict)


@dataclass(slots=True)
class Uses:
    """What the uses of one name give the array to; many statements are asked about them."""

    inner: list[str] = field(default_factory=list)
    """What inner functions do with it, at a time that is not known; in words."""
    loops: dict[ast.AST, str] = field(default_factory=dict)
    """The loops over the array, and how it is written there."""
    givings: dict[Holder | tuple[str, Scope], _Giving] = field(default_factory=dict)

    def keepers(
        self, file: FileIndex, statement: ast.stmt, held: str | None, flow: Callable[[], Flow]
    ) -> Iterator[Holder]:
        """What may have the array as a statement is run.

        An array that a variable has `held` from then on is followed up to the variable's next
        value. What the statement itself does counts as nothing: what is assigned to an item is
        copied.
        """
        yield from self.inner
        if self.loops:
            around = (outer for outer in file.ancestors(statement) if _is_loop(outer))
            for loop in around:
                if loop in self.loops:
                    yield f"the loop around it goes over `{self.loops[loop]}`"
        for giving in self.givings.values():
            if statement in giving.places:
                others = [place for place in giving.places if place is not statement]
                is_given = bool(others) and statement in flow().reached(others, held)
            else:
                if held not in giving.reached:
                    giving.reached[held] = flow().reached([*giving.places], held)
                is_given = statement in giving.reached[held]
            if is_given:
                yield giving.keeper


def uses_of(file: FileIndex, uses: Sequence[ast.expr], name: ast.Name, owner: Scope) -> Uses:
    """What some uses give the array to, which begins with a variable of a scope."""
    found = Uses()
    for use in uses:
        if not isinstance(getattr(use, "ctx", None), ast.Load):
            continue
        for keeper in keepers(file, use):
            if isinstance(keeper, str) or keeper.id != name.id:
                _add(file, found, use, keeper, owner)
    return found


def _add(file: FileIndex, found: Uses, use: ast.expr, keeper: Holder, owner: Scope) -> None:
    place = _own_statement(file, use, owner)
    if place is None:
        found.inner.append(f"an inner function may give `{ast.unparse(use)}` to others")
        return
    if _is_loop(place):
        found.loops.setdefault(place, ast.unparse(use))
    key = keeper if isinstance(keeper, str) else (keeper.id, file.names.scopes[keeper])
    giving = found.givings.setdefault(key, _Giving(keeper))
    giving.places[place] = None


def _is_loop(node: ast.AST) -> bool:
    return isinstance(node, ast.For | ast.AsyncFor)


def _own_statement(file: FileIndex, use: ast.expr, owner: Scope) -> ast.stmt | None:
    """The statement of the variable's own function that a use stands in."""
    scope = file.names.scopes[first_name(use)]
    while scope.kind is ScopeKind.COMPREHENSION and scope.parent is not None:
        scope = scope.parent
    return file.statement(use) if scope is owner else None


def first_name(node: ast.expr) -> ast.Name:
    """The variable that a chain of attributes and items begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Name):
        msg = f"{ast.dump(node)} is no variable"
        raise TypeError(msg)
    return node
