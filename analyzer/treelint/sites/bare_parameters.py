"""Parameters that nothing is said of: what is written in terms of one has no known type.

Types cost the reading of classes, in the file and those it imports; who asks of every call asks
here first.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.resolve import ScopeKind

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.resolve import Scope


def is_bare(file: FileIndex, node: ast.expr) -> bool:
    """Whether an expression is such a parameter, or something in one, so that no type is known."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Name):
        return False
    owner = file.names.scopes[node].owner(node.id)
    if owner is None or len(owner.bindings[node.id]) != 1:
        return False
    # A test on the way may tell its class.
    return _is_bare_parameter(owner, node.id) and node.id not in file.tested


def _is_bare_parameter(owner: Scope, name: str) -> bool:
    """Whether it is a parameter without an annotation; the first of a method may be its `self`."""
    function = owner.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    arguments = function.args
    positional = (*arguments.posonlyargs, *arguments.args)
    is_method = owner.parent is not None and owner.parent.kind is ScopeKind.CLASS
    if is_method and positional and positional[0].arg == name:
        return False
    every = (*positional, *arguments.kwonlyargs)
    return any(item.arg == name and item.annotation is None for item in every)
