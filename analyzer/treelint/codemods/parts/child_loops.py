"""Loops over the children of a tree, as loops over their indices.

`for layer in model.layers` becomes `for i in range(len(model.layers))`, where `model.layers[i]`
is what `layer` was. The index of a loop that is read after it needs a variable that nothing else
gives a value to: it is bound wherever the loop's own variable was.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import type_of
from treelint.codemods.flow.loops import loops_around
from treelint.project.types import Listing, ListingKind

if TYPE_CHECKING:
    from treelint.index import FileIndex

_KINDS = {ListingKind.LIST, ListingKind.TUPLE}
_NAMES = "ijk"


def container_of(file: FileIndex, loop: ast.For, store: ast.Name) -> ast.expr | None:
    """What of a tree gives its items to one variable of a loop, each in its turn."""
    match loop.target, loop.iter:
        case ast.Name(), ast.Call(func=func, args=[inner], keywords=[]):
            is_reversed = file.names.qualified_name(func) == "builtins.reversed"
            found = inner if is_reversed else None
        case ast.Name(), ast.Subscript(value=inner, slice=ast.Slice()):
            found = inner
        case ast.Name(), ast.Attribute() | ast.Subscript():
            found = loop.iter
        case ast.Tuple(elts=elements), ast.Call(func=func, args=arguments):
            found = _of_several(file, elements, store, func, arguments)
        case _:
            found = None
    held = None if found is None else type_of(file, found)
    is_listing = isinstance(held, Listing) and held.kind in _KINDS
    return found if is_listing and "#" not in file.text(loop.iter) else None


def _of_several(
    file: FileIndex,
    elements: list[ast.expr],
    store: ast.Name,
    func: ast.expr,
    arguments: list[ast.expr],
) -> ast.expr | None:
    if store not in elements or any(isinstance(item, ast.Starred) for item in elements):
        return None
    name, place = file.names.qualified_name(func), elements.index(store)
    if any(isinstance(item, ast.Starred) for item in arguments):
        return None
    if name == "builtins.zip" and len(elements) == len(arguments):
        return arguments[place]
    if name == "builtins.enumerate" and place == 1 and arguments:
        return arguments[0]
    return None


def given_index(file: FileIndex, loop: ast.For) -> str | None:
    """The variable that a loop has for its index already, if the loop always gives it that."""
    match loop.target, loop.iter:
        case ast.Tuple(elts=[ast.Name() as index, _]), ast.Call(args=[_], keywords=[]):
            stores = [use for use in file.uses(index) if not isinstance(use.ctx, ast.Load)]
            is_steady = all(use is index or not _is_inside(file, use, loop) for use in stores)
            is_only = len({file.names.scopes[use] for use in stores}) == 1
            return index.id if is_steady and is_only and _has_range(file, index) else None
    return None


def own_index(file: FileIndex, loop: ast.For) -> str:
    """What to call an index where there is none; loops inside each other have different ones."""
    around = len(loops_around(file, loop))
    return _NAMES[min(around, len(_NAMES) - 1)]


def header(
    file: FileIndex, loop: ast.For, store: ast.Name, container: ast.expr, index: str
) -> tuple[str, str] | None:
    """The target of a loop by index, and what it goes over; None if that cannot be written."""
    text, iterated = file.text(container), file.text(loop.iter)
    match loop.target, loop.iter:
        case ast.Tuple(elts=[ast.Name(id=given), _]), _ if given == index:
            return index, f"range(len({text}))"
        case ast.Name(), ast.Call() if _has_range(file, store):
            return index, f"reversed(range(len({text})))"
        case ast.Name(), ast.Subscript(slice=ast.Slice() as part) if _has_range(file, store):
            return index, f"range(len({text}))[{file.text(part)}]"
        case ast.Name(), ast.Attribute() if _has_range(file, store):
            return index, f"range(len({text}))"
        case ast.Name(), _ if iterated != text:
            return None
    if not file.names.is_free("enumerate", store):
        return None
    return f"{index}, {ast.unparse(loop.target)}", f"enumerate({iterated})"


def _has_range(file: FileIndex, place: ast.Name) -> bool:
    return all(file.names.is_free(name, place) for name in ("range", "len"))


def _is_inside(file: FileIndex, node: ast.AST, loop: ast.For) -> bool:
    return loop in file.ancestors(node)
