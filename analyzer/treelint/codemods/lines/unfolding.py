"""Expressions in which containers of a tree are changed: `x = m.items.pop() + len(m.items)`.

All that such an expression does up to its last change is done in lines of their own, in the order
in which Python does it. What was evaluated before a change, and may be something else afterwards,
is kept in a variable.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.mutations import Way
from treelint.codemods.finding.places import first_name, steps_between, type_of
from treelint.codemods.flow.order import may_change
from treelint.codemods.holders.freshness import is_fresh, is_unchangeable
from treelint.codemods.lines import updates
from treelint.codemods.lines.writer import CannotError, Writer, indices_of
from treelint.records import dataclass
from treelint.sites.evaluation import is_literal, is_private
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from treelint.codemods.finding.mutations import Mutation
    from treelint.codemods.finding.places import Place

# Methods that return something else than None.
_GIVING = frozenset({"pop", "popitem", "setdefault"})
_PARTS: dict[type[ast.AST], tuple[str, ...]] = {
    ast.Attribute: ("value",),
    ast.BinOp: ("left", "right"),
    ast.List: ("elts",),
    ast.NamedExpr: ("value",),
    ast.Set: ("elts",),
    ast.Slice: ("lower", "upper", "step"),
    ast.Starred: ("value",),
    ast.Subscript: ("value", "slice"),
    ast.Tuple: ("elts",),
    ast.UnaryOp: ("operand",),
}


@dataclass
class Unfolding:
    """The changes in one statement's expressions, by the calls that make them."""

    writer: Writer
    calls: Mapping[ast.AST, Mutation]

    def changes(self, node: ast.expr | None) -> bool:
        """Whether anything is changed in the midst of an expression."""
        return node is not None and any(inner in self.calls for inner in walk(node))

    def evaluate(self, parts: Sequence[ast.expr | None]) -> None:
        """Evaluate expressions, one after the other, up to the last change in them."""
        given = [part for part in parts if part is not None]
        last = max((at for at, part in enumerate(given) if self.changes(part)), default=-1)
        for at, part in enumerate(given[: last + 1]):
            self._evaluate(part)
            if at < last:
                self._keep(part, given[at + 1 : last + 1])

    def _evaluate(self, node: ast.expr) -> None:
        if not self.changes(node):
            return
        mutation = self.calls.get(node)
        if mutation is None:
            parts = _parts(node)
            if len(self._inside(parts)) < len(self._inside([node])):
                raise CannotError("it is not certain that a method is called, and once")
            self.evaluate(parts)
            return
        self.arguments(mutation)
        self._call(mutation)

    def arguments(self, mutation: Mutation) -> None:
        """Evaluate what stands in a call, up to the last change in it."""
        node = mutation.node
        if not isinstance(node, ast.Call) or mutation.way is not Way.CALLED:
            raise CannotError("the statement changes several places")
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        self.check_way(mutation.place, arguments)
        self.evaluate([*indices_of(mutation.place), *arguments])

    def check_way(self, place: Place, after: Sequence[ast.expr]) -> None:
        """Raise if the way to a place may be another one by the time that the place changes.

        What is evaluated on the way, or `after` it, may change the tree.
        """
        indices = indices_of(place)
        changes = self._inside([*indices, *after])
        is_on_the_way = len(indices) > 1 or (bool(indices) and bool(self._inside(after)))
        if changes and is_on_the_way:
            raise CannotError("the tree changes once an item of it was taken")
        if any(leads_through(place, inner.place) for inner in changes):
            raise CannotError("the tree changes on the way to what is changed")

    def _inside(self, parts: Iterable[ast.expr | None]) -> list[Mutation]:
        given = (part for part in parts if part is not None)
        return [self.calls[node] for part in given for node in walk(part) if node in self.calls]

    def _call(self, mutation: Mutation) -> None:
        writer, node = self.writer, mutation.node
        method = getattr(getattr(node, "func", None), "attr", "")
        if method not in _GIVING:
            updates.call(writer, mutation)
            writer.held[node] = "None"
            return
        name = writer.names.like("popped" if method.startswith("pop") else "value")
        updates.call(writer, mutation, lambda: f"{name} = {writer.text(node)}")
        writer.held[node] = name

    def _keep(self, node: ast.expr, later: Sequence[ast.expr]) -> None:
        """Keep what an expression gives, if later ones may change what it reads."""
        if node in self.writer.held or self._stays(node, later):
            return
        file = self.writer.file
        changed = (first_name(inner.place.root) for inner in self._inside(later))
        roots = {name.id for name in changed if name is not None}
        reads = {name.id for name in walk(node) if isinstance(name, ast.Name)}
        is_value = is_unchangeable(type_of(file, node)) or is_fresh(file, node)
        if isinstance(node, ast.Starred | ast.Slice) or (roots & reads and not is_value):
            shown = ast.unparse(node)
            msg = f"`{shown}` is read before a change that it may see"
            raise CannotError(msg)
        self.writer.hoist(node.attr if isinstance(node, ast.Attribute) else "value", node)

    def _stays(self, node: ast.expr, later: Sequence[ast.expr]) -> bool:
        """Whether an expression gives the same after later ones: a tree is the updated one."""
        file = self.writer.file
        if is_literal(node) or isinstance(node, ast.Lambda):
            return True
        if isinstance(node, ast.Name):
            return is_private(file, node) and not may_change(file, node, later)
        # What is called, but not what it is called with.
        parent = file.parents[node]
        if not isinstance(parent, ast.Call) or parent.func is not node:
            return False
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and is_private(file, node)


def leads_through(place: Place, changed: Place) -> bool:
    """Whether the way to a place may lead through an item of a container that changes."""
    way = [_step(step) for step in steps_between(place.node, place.root)]
    other = [_step(step) for step in steps_between(changed.node, changed.root)]
    is_same_tree = ast.unparse(place.root) == ast.unparse(changed.root)
    return is_same_tree and len(way) > len(other) and way[: len(other)] == other


def _step(step: ast.Attribute | ast.Subscript) -> str:
    """An attribute, or any item."""
    return step.attr if isinstance(step, ast.Attribute) else "[]"


def _parts(node: ast.expr) -> list[ast.expr | None]:
    """What is evaluated of an expression in any case, in this order."""
    match node:
        case ast.Call(func=function, args=arguments, keywords=keywords):
            return [function, *arguments, *(keyword.value for keyword in keywords)]
        case ast.Dict(keys=keys, values=values):
            return [part for pair in zip(keys, values, strict=True) for part in pair]
        case ast.Compare(left=left, comparators=[first, *_]):
            return [left, first]
        case ast.BoolOp(values=[first, *_]) | ast.IfExp(test=first):
            return [first]
        case (
            ast.ListComp(generators=[first, *_])
            | ast.SetComp(generators=[first, *_])
            | ast.DictComp(generators=[first, *_])
            | ast.GeneratorExp(generators=[first, *_])
        ):
            return [first.iter]
    found: list[ast.expr | None] = []
    for name in _PARTS.get(type(node), ()):
        part = getattr(node, name)
        found += part if isinstance(part, list) else [part]
    return found
