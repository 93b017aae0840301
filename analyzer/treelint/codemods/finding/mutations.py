"""The statements of a file that change trees in place, each with all that it changes."""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING

from treelint.codemods.finding.field_names import names_of
from treelint.codemods.finding.places import (
    Place,
    container_in_tree,
    container_type,
    place_of,
    root_of,
    static_field,
)
from treelint.project.mutators import MUTATORS, OF_DICTS, OF_LISTS, OF_SETS
from treelint.project.types import Listing, ListingKind, Mapping
from treelint.records import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# The second goes around what makes an object frozen.
SETTERS = frozenset({"builtins.setattr", "builtins.object.__setattr__"})


class Way(enum.Enum):
    """How a tree is changed."""

    ASSIGNED = "assigned"
    AUGMENTED = "augmented"
    DELETED = "deleted"
    CALLED = "called"
    """A method of a list, dict or set that changes it."""
    SET = "set"
    """`setattr`, or the like with a name that is written out."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of one place; for `CALLED` the place is the container itself.

    `node` is what is reported: the target, or the call. `value` is what is assigned. `name` is
    the expression for the name of the field, where that is computed; then the place is one of
    several, and `others` are the rest. The field has no name if it may be any.
    """

    statement: ast.stmt
    node: ast.expr
    way: Way
    place: Place
    value: ast.expr | None = None
    name: ast.expr | None = None
    others: tuple[Place, ...] = ()

    def each(self) -> tuple[Mutation, ...]:
        """What it may be, for each of several fields."""
        return tuple(replace(self, place=place) for place in (self.place, *self.others))


def mutations(file: FileIndex) -> Iterator[Mutation]:
    """All of them, in order of the statements."""
    for kind in (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete):
        for statement in file.nodes(kind):
            yield from _of_statement(file, statement)
    blocks: list[ast.For | ast.With] = [*file.nodes(ast.For), *file.nodes(ast.With)]
    for block in blocks:
        yield from _of_head(file, block)
    for call in file.nodes(ast.Call):
        yield from _of_call(file, call)


def goes_around(file: FileIndex, mutation: Mutation) -> bool:
    """Whether it changes what is frozen, by `object.__setattr__`."""
    call = mutation.node
    name = file.names.qualified_name(call.func) if isinstance(call, ast.Call) else None
    return name == "builtins.object.__setattr__"


def _of_statement(file: FileIndex, statement: ast.stmt) -> Iterator[Mutation]:
    match statement:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _assigned(file, statement, target, value)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            yield from _assigned(file, statement, target, value)
        case ast.AugAssign(target=target, value=value):
            place = place_of(file, target)
            if place is not None:
                yield Mutation(statement, target, Way.AUGMENTED, place, value)
        case ast.Delete(targets=targets):
            for target in targets:
                place = place_of(file, target)
                if place is not None:
                    yield Mutation(statement, target, Way.DELETED, place)


def _of_head(file: FileIndex, block: ast.For | ast.With) -> Iterator[Mutation]:
    """What the head of a block assigns: each item in its turn, or what a manager gives."""
    if isinstance(block, ast.For):
        yield from _assigned(file, block, block.target, None)
        return
    for item in block.items:
        if item.optional_vars is not None:
            yield from _assigned(file, block, item.optional_vars, None)


def _assigned(
    file: FileIndex, statement: ast.stmt, target: ast.expr, value: ast.expr | None
) -> Iterator[Mutation]:
    match target:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from _assigned(file, statement, element, None)
        case ast.Starred(value=inner):
            yield from _assigned(file, statement, inner, None)
        case _:
            place = place_of(file, target)
            if place is not None:
                yield Mutation(statement, target, Way.ASSIGNED, place, value)


def _of_call(file: FileIndex, call: ast.Call) -> Iterator[Mutation]:
    match call:
        case ast.Call(args=[tree, ast.Constant(value=str(name)), value], keywords=[]):
            if file.names.qualified_name(call.func) in SETTERS and name.isidentifier():
                place = place_of(file, ast.Attribute(tree, name, ast.Store()))
                if place is not None:
                    yield Mutation(file.statement(call), call, Way.SET, place, value)
        case ast.Call(args=[tree, ast.expr() as field, value], keywords=[]):
            yield from _of_computed_name(file, call, tree, field, value)
        case ast.Call(args=[tree, ast.Constant(value=str(name))], keywords=[]):
            if file.names.qualified_name(call.func) == "builtins.delattr" and name.isidentifier():
                place = place_of(file, ast.Attribute(tree, name, ast.Del()))
                if place is not None:
                    yield Mutation(file.statement(call), call, Way.DELETED, place)
        case ast.Call(func=ast.Attribute(value=container, attr=name)) if name in MUTATORS:
            place = _container(file, container, name)
            if place is not None:
                yield Mutation(file.statement(call), call, Way.CALLED, place)


def _of_computed_name(
    file: FileIndex, call: ast.Call, tree: ast.expr, field: ast.expr, value: ast.expr
) -> Iterator[Mutation]:
    """`setattr` of whichever field; what goes around that is meant to set what is no field."""
    if file.names.qualified_name(call.func) != "builtins.setattr":
        return
    places = [
        place
        for name in names_of(file, field) or [""]
        if (place := place_of(file, ast.Attribute(tree, name, ast.Store()))) is not None
    ]
    if places:
        statement = file.statement(call)
        first, *others = places
        yield Mutation(statement, call, Way.SET, first, value, field, tuple(others))


def _container(file: FileIndex, node: ast.expr, method: str) -> Place | None:
    """The list, dict or set in a tree that a method is called on."""
    if isinstance(node, ast.Attribute | ast.Subscript):
        root = root_of(file, node.value) or container_in_tree(file, node)
    elif isinstance(node, ast.Name):
        root = container_in_tree(file, node)
    else:
        return None
    if root is None:
        return None
    held = container_type(file, node)
    match held:
        case Listing(kind=ListingKind.LIST):
            known = OF_LISTS
        case Listing(kind=ListingKind.SET):
            known = OF_SETS
        case Mapping():
            known = OF_DICTS
        case _:
            return None
    if method not in known:
        return None
    owner = held if isinstance(node, ast.Name) else container_type(file, node.value)
    return Place(node, root, owner, held, static_field(file, node, root))
