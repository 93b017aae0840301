"""What the methods of lists, dicts and sets give and take, by what the containers hold."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import first_name, type_of
from treelint.codemods.flow.loops import loops_around
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.fullnames import TREE_AT
from treelint.project.mutators import MUTATORS
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    join,
    without_none,
)
from treelint.tree_at_call import bind

if TYPE_CHECKING:
    from treelint.index import FileIndex

# What puts something into a container, and of these what gives none of it back.
PUTTING = frozenset(
    {"add", "append", "extend", "insert", "setdefault", "symmetric_difference_update", "update"}
)
_TAKING = PUTTING - {"setdefault"}
_KINDS = {ListingKind.LIST, ListingKind.SET}


def given_by_method(file: FileIndex, call: ast.Call) -> Type:
    """The type of what a method of a list, dict or set gives; unknown if it is none of these."""
    if not isinstance(call.func, ast.Attribute):
        return UNKNOWN
    held = without_none(type_of(file, call.func.value))
    name = call.func.attr
    if isinstance(held, Mapping):
        return _given_by_dict(file, call, held, name)
    if not isinstance(held, Listing) or held.kind not in _KINDS:
        return UNKNOWN
    match name:
        case "pop":
            return held.element
        case "copy":
            return held
        case "count" | "index":
            return Scalar("int")
        case _ if name in MUTATORS:
            return NONE
    return UNKNOWN


def _given_by_dict(file: FileIndex, call: ast.Call, held: Mapping, name: str) -> Type:
    others = [type_of(file, argument) for argument in call.args[1:]]
    match name:
        case "copy":
            return held
        case "pop":
            return join((held.value, *others))
        case "get" | "setdefault":
            return join((held.value, *(others or [NONE])))
        case "popitem":
            pair = (held.key, held.value)
            return Listing(ListingKind.TUPLE, join(pair), pair)
        case "clear" | "update":
            return NONE
    return UNKNOWN


def given_to(file: FileIndex, name: ast.Name) -> Type:
    """The type of a variable that a method of a container gave to it, and nothing else."""
    match file.names.value(name):
        case (
            ast.Call(
                func=ast.Attribute(value=ast.Name() | ast.Attribute() | ast.Subscript())
            ) as call
        ):
            pass
        case _:
            return UNKNOWN
    asked = file.once(_asked)
    if call in asked:
        return UNKNOWN
    asked.add(call)
    try:
        return given_by_method(file, call)
    finally:
        asked.remove(call)


def _asked(_: FileIndex) -> set[ast.Call]:
    """The calls that are being asked about at the moment: one may lead to itself."""
    return set()


def takes_values(file: FileIndex, call: ast.Call) -> bool:
    """Whether a method puts something into a container of values, which cannot change in place."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _TAKING:
        return False
    return holds_values(type_of(file, call.func.value))


def holds_values(type_: Type) -> bool:
    """Whether a list, dict or set holds nothing that can be changed in place."""
    match without_none(type_):
        case Listing(element=element):
            return is_unchangeable(element)
        case Mapping(value=value):
            return is_unchangeable(value)
    return False


def takes_out(file: FileIndex, call: ast.Call) -> bool:
    """Whether a method takes what it gives out of the tree that its container is in.

    So it is, too, with a copy of the container that then takes its place.
    """
    return _part_changed(file, call) is not None


def is_taken_out_of(file: FileIndex, value: ast.expr, root: ast.expr) -> bool:
    """Whether a value was taken out of the tree under a root, and nothing else has it since."""
    if isinstance(value, ast.Name):
        reads = [use for use in file.uses(value) if isinstance(use.ctx, ast.Load)]
        taken = file.names.value(value)
        if reads != [value] or loops_around(file, value) != loops_around(file, taken):
            return False
        value = taken
    match value:
        case ast.Call(args=[] | [_]):
            part: ast.expr | None = _part_changed(file, value)
            shown = ast.unparse(root)
            while isinstance(part, ast.Attribute | ast.Subscript):
                part = part.value
                if ast.unparse(part) == shown:
                    return True
    return False


def _part_changed(file: FileIndex, call: ast.Call) -> ast.Attribute | ast.Subscript | None:
    """The container in a tree that a method takes something out of."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in {"pop", "popitem"}:
        return None
    container = call.func.value
    if isinstance(container, ast.Attribute | ast.Subscript):
        return container if first_name(container) is not None else None
    match file.names.value(container):
        case ast.Call(func=ast.Attribute(value=ast.Attribute() | ast.Subscript() as part)) as made:
            root = first_name(part)
            is_copy = isinstance(made.func, ast.Attribute) and made.func.attr == "copy"
            if is_copy and root is not None and isinstance(container, ast.Name):
                is_put = any(_is_put_into(file, use, root.id) for use in file.uses(container))
                return part if is_put else None
    return None


def _is_put_into(file: FileIndex, use: ast.Name, tree: str) -> bool:
    """Whether a variable is what an update of a tree puts into it."""
    call = file.parents[use]
    if isinstance(call, ast.Tuple):
        call = file.parents[call]
    if not isinstance(call, ast.Call) or file.names.qualified_name(call.func) not in TREE_AT:
        return False
    update = bind(call, file.names)
    given = update.replace
    parts = given.elts if isinstance(given, ast.Tuple) else [given]
    return isinstance(update.pytree, ast.Name) and update.pytree.id == tree and use in parts
