"""Names of fields that are computed: which ones they may be, if that is certain.

`for name in ("weight", "bias"): setattr(layer, name, 0.0)` sets one of two fields.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.flow.reach import bound_by, stores_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.index import FileIndex


def names_of(file: FileIndex, node: ast.expr) -> list[str]:
    """All names that an expression may give, each once; none if there may be others."""
    found = _texts(file, node)
    return [] if found is None else list(dict.fromkeys(found))


def _texts(file: FileIndex, node: ast.expr) -> list[str] | None:
    match node:
        case ast.Constant(value=str(text)):
            return [text] if text.isidentifier() else None
        case ast.IfExp(body=body, orelse=orelse):
            return _all([_texts(file, body), _texts(file, orelse)])
        case ast.Name():
            statements = bound_by(file, node)
            if not statements:
                return None
            return _all([_bound(file, statement, node) for statement in statements])
    return None


def _bound(file: FileIndex, statement: ast.AST | None, name: ast.Name) -> list[str] | None:
    match statement:
        case ast.Assign(targets=[ast.Name()], value=ast.Constant() as value):
            return _texts(file, value)
        case ast.For(target=target, iter=iterated):
            [store, *others] = stores_in(file, statement, name)
            return None if others else _given(file, target, store, iterated)
    return None


def _given(
    file: FileIndex, target: ast.expr, store: ast.Name, iterated: ast.expr
) -> list[str] | None:
    """The names that a loop gives to one of its variables."""
    if target is store:
        return _items(file, iterated)
    if not isinstance(target, ast.Tuple) or store not in target.elts:
        return None
    if any(isinstance(element, ast.Starred) for element in target.elts):
        return None
    place = target.elts.index(store)
    match iterated:
        case ast.Call(func=ast.Attribute(value=ast.Dict(keys=keys), attr="items"), args=[]):
            return _all([_constant(file, key) for key in keys]) if place == 0 else None
        case ast.Call(func=func, args=arguments):
            name = file.names.qualified_name(func)
            if name == "builtins.zip" and len(arguments) == len(target.elts):
                return _items(file, arguments[place])
            if name == "builtins.enumerate" and place == 1:
                return _items(file, arguments[0]) if arguments else None
        case ast.Tuple(elts=rows) | ast.List(elts=rows):
            return _all([_in_row(file, row, place) for row in rows])
    return None


def _items(file: FileIndex, node: ast.expr) -> list[str] | None:
    held = file.names.value(node) if isinstance(node, ast.Name) else node
    match held:
        case ast.Tuple(elts=elements):
            return _all([_constant(file, element) for element in elements])
        case ast.List(elts=elements) | ast.Set(elts=elements) if held is node:
            return _all([_constant(file, element) for element in elements])
    return None


def _in_row(file: FileIndex, row: ast.expr, place: int) -> list[str] | None:
    match row:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) if place < len(elements):
            return _constant(file, elements[place])
    return None


def _constant(file: FileIndex, node: ast.expr | None) -> list[str] | None:
    return _texts(file, node) if isinstance(node, ast.Constant) else None


def _all(found: Sequence[list[str] | None]) -> list[str] | None:
    """All of them together; None if one is not known."""
    names: list[str] = []
    for some in found:
        if some is None:
            return None
        names += some
    return names
