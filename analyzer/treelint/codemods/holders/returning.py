"""What functions give to whoever calls them of what they read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.project.types import ClassObject

if TYPE_CHECKING:
    from treelint.index import FileIndex


# Packages whose functions keep nothing, and return arrays, or trees that they have made.
PURE_PACKAGES = frozenset({"equinox", "jax", "math", "numpy", "optax", "treeops"})


def is_given_out(file: FileIndex, read: ast.expr) -> bool:
    """Whether a function or lambda returns what it reads, or a part of it, to whoever calls it."""
    part: ast.AST = read
    for outer in file.ancestors(read):
        if isinstance(part, ast.expr) and is_unchangeable(type_of(file, part)):
            return False
        match outer:
            case ast.Return() | ast.Yield() | ast.YieldFrom():
                return True
            case ast.Lambda():
                call = file.parents[outer]
                name = None if not isinstance(call, ast.Call) else call.func
                package = "" if name is None else file.names.qualified_name(name) or ""
                return package.partition(".")[0] not in PURE_PACKAGES
            case ast.Call() if part is not outer.func and not isinstance(
                file.types.of(outer.func), ClassObject
            ):
                return False  # what becomes of it there was looked at
            case ast.stmt() | ast.Compare():
                return False
        part = outer
    return False


def places_returned(file: FileIndex, node: ast.expr) -> set[int | None]:
    """Where in what is returned that is which an expression reads, as it is or in something."""
    part: ast.AST = node
    inner: ast.AST = node
    for outer in file.ancestors(node):
        if isinstance(outer, ast.Return) and isinstance(part, ast.Tuple):
            places = (index for index, element in enumerate(part.elts) if element is inner)
            return {next(places, None)}
        if isinstance(outer, ast.Return | ast.Yield | ast.YieldFrom):
            return {None}
        if isinstance(part, ast.expr) and is_unchangeable(type_of(file, part)):
            return set()
        if isinstance(outer, ast.Call) and part is not outer.func:
            made = file.types.of(outer.func)
            if not isinstance(made, ClassObject):
                return set()
        if isinstance(outer, ast.stmt | ast.Compare | ast.Lambda):
            return set()
        part, inner = outer, part
    return set()
