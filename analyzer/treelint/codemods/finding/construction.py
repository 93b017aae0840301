"""Where a module is still being made, and its fields may be assigned."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treelint.index import FileIndex

_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__setstate__"})


def method_of_self(file: FileIndex, name: ast.expr) -> ast.FunctionDef | None:
    """The method of a class whose `self` a name is; None if it is anything else."""
    if not isinstance(name, ast.Name):
        return None
    owner = file.names.scopes[name].owner(name.id)
    function = None if owner is None else owner.node
    if not isinstance(function, ast.FunctionDef):
        return None
    if not isinstance(file.parents[function], ast.ClassDef):
        return None
    parameters = [*function.args.posonlyargs, *function.args.args]
    return function if parameters and parameters[0].arg == name.id else None


def is_construction(file: FileIndex, method: ast.FunctionDef) -> bool:
    """Whether a method only runs while its object is made: constructors and their helpers."""
    return _is_construction(file, method, frozenset())


def _is_construction(
    file: FileIndex, method: ast.FunctionDef, asked: frozenset[ast.FunctionDef]
) -> bool:
    if method.name in _CONSTRUCTORS:
        return True
    cls = file.parents[method]
    if method in asked or not isinstance(cls, ast.ClassDef):
        return False
    callers = [
        outer
        for node in file.nodes(ast.Attribute)
        if node.attr == method.name
        for outer in [_method_around(file, node)]
    ]
    return bool(callers) and all(
        caller is not None
        and file.parents[caller] is cls
        and _is_construction(file, caller, asked | {method})
        for caller in callers
    )


def _method_around(file: FileIndex, node: ast.expr) -> ast.FunctionDef | None:
    """The method that a node stands in, in none of the functions inside of it."""
    for outer in file.ancestors(node):
        if isinstance(outer, ast.FunctionDef):
            return outer if isinstance(file.parents[outer], ast.ClassDef) else None
        if isinstance(outer, ast.Lambda | ast.AsyncFunctionDef | ast.ClassDef):
            return None
    return None
