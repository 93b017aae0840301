"""Items of JAX arrays that code assigns to, and what such an assignment would have to assign."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.types import (
    Array,
    ArrayKind,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    alternatives,
)
from treelint.records import dataclass
from treelint.sites.arrays.ordinary import is_array_attribute, plain_attribute
from treelint.sites.arrays.update import may_be_reference
from treelint.sites.bare_parameters import is_bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.finding.places import Chain, Place
    from treelint.index import FileIndex


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why code is not rewritten; what comes after "no fix is offered, as"."""

    reason: str


@dataclass(frozen=True, slots=True)
class ItemWrite:
    """`root[i][j] = v`: the items below what is assigned instead, the outermost first.

    Of an array in a frozen tree, at a `place`, the whole tree is assigned.
    """

    root: Chain
    levels: tuple[ast.Subscript, ...]
    place: Place | None = None

    @property
    def assigned(self) -> Chain:
        """What gets another value."""
        return self.root if self.place is None else self.place.root

    @property
    def indices(self) -> list[ast.expr]:
        """The indices."""
        return [level.slice for level in self.levels]


def written_items(file: FileIndex) -> Iterator[tuple[ast.stmt, list[ast.Subscript]]]:
    """The statements that assign to items of JAX arrays, or delete some, each with the items."""
    found: dict[ast.stmt, list[ast.Subscript]] = {}
    for item in file.nodes(ast.Subscript):
        if not isinstance(item.ctx, ast.Load) and _is_of_array(file, item):
            statement = file.statement(item)
            is_declared = isinstance(statement, ast.AnnAssign) and statement.value is None
            if not is_declared:
                found.setdefault(statement, []).append(item)
    for statement, items in found.items():
        yield statement, sorted(items, key=lambda item: (item.lineno, item.col_offset))


def _is_of_array(file: FileIndex, item: ast.Subscript) -> bool:
    match item.slice:
        case ast.Constant(value=str() | bytes()) | ast.JoinedStr():
            return False  # of a dict
    if is_bare(file, item) or not _may_hold_array(file, item.value):
        return False
    if not is_array(file, item.value) or may_be_reference(file, item.value):
        return False
    return not in_tree(file, item.value) or _place(file, _levels(file, item)[0].value) is not None


def _place(file: FileIndex, array: ast.expr) -> Place | None:
    # Loaded here: most arrays are in no tree.
    from treelint.sites.arrays.fields import place_in_tree

    return place_in_tree(file, array) if in_tree(file, array) else None


def _levels(file: FileIndex, item: ast.Subscript) -> list[ast.Subscript]:
    """The items that an item is in, up to the array that is no item of another one."""
    levels = [item]
    while isinstance(levels[0].value, ast.Subscript) and is_array(file, levels[0].value.value):
        levels.insert(0, levels[0].value)
    return levels


def _may_hold_array(file: FileIndex, node: ast.expr) -> bool:
    """Whether a glance does not rule it out: most items that are assigned are those of dicts."""
    if not isinstance(node, ast.Name):
        return True
    bindings = file.names.bindings(node)
    return bool(bindings) and not all(
        binding.qualified or isinstance(binding.definition, _DISPLAYS) for binding in bindings
    )


_DISPLAYS = (ast.Dict, ast.DictComp, ast.List, ast.ListComp)


def is_array(file: FileIndex, node: ast.expr) -> bool:
    """Whether something is certainly an array of JAX, an attribute of an ordinary object too."""
    type_ = file.types.of(node)
    if isinstance(type_, Array):
        return type_.kind is ArrayKind.JAX
    match node:
        case ast.Attribute():
            return is_array_attribute(file, node)
        case ast.Subscript(value=value):
            return isinstance(value, ast.Attribute | ast.Subscript) and is_array(file, value)
    return False


def in_tree(file: FileIndex, node: ast.expr) -> bool:
    """Whether a chain leads through a tree, whose nodes are assigned in another way."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
        for type_ in alternatives(file.types.of(node)):
            if isinstance(type_, Instance) and type_.cls.kind.has_fields:
                return True
    return False


def item_write(file: FileIndex, item: ast.Subscript) -> ItemWrite | Withheld:
    """What an assignment to an item of an array comes down to."""
    levels = _levels(file, item)
    root = levels[0].value
    text = ast.unparse(root)
    for level in levels[:-1]:
        if not _is_basic(file, level.slice):
            return Withheld(f"`{ast.unparse(level)}` may be a copy, as far as is known")
    place = _place(file, root)
    match root:
        case ast.Name():
            return ItemWrite(root, tuple(levels))
        case ast.Attribute() | ast.Subscript() if place is not None:
            return ItemWrite(root, tuple(levels), place)
        case ast.Attribute():
            if is_array(file, root.value):
                return Withheld(f"`{text}` is a new array: assign to `{ast.unparse(root.value)}`")
            owner = plain_attribute(file, root)
            if isinstance(owner, str):
                return Withheld(owner)
            return ItemWrite(root, tuple(levels))
        case ast.Subscript(value=container, slice=key) if _is_chain(container):
            if _is_changeable(file, container) and not isinstance(key, ast.Slice):
                return ItemWrite(root, tuple(levels))
            return Withheld(f"`{ast.unparse(container)}` may be one that cannot be changed")
    return Withheld(f"nothing else holds `{text}`")


def _is_chain(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return isinstance(node, ast.Name)


def _is_changeable(file: FileIndex, container: ast.expr) -> bool:
    match file.types.of(container):
        case Mapping():
            return True
        case Listing(kind=kind):
            return kind is ListingKind.LIST
    return False


def _is_basic(file: FileIndex, index: ast.expr) -> bool:
    """Whether an index gives, in numpy, a view of the array."""
    match index:
        case ast.Constant(value=bool()):
            return False
        case ast.Slice() | ast.Constant(value=None) | ast.Constant(value=int()):
            return True
        case ast.Constant(value=value):
            return value is ...
        case ast.Tuple(elts=elements):
            return all(_is_basic(file, element) for element in elements)
    return is_whole_number(file, index)


def is_whole_number(file: FileIndex, index: ast.expr) -> bool:
    """Whether an index is an `int` of Python's."""
    type_ = file.types.of(index)
    return isinstance(type_, Scalar) and type_.name == "int"
