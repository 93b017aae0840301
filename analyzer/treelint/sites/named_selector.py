"""Selectors that a call of `tree_at` names, and that only the types lead to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.records import replace
from treelint.selector.lower import lower
from treelint.selector.moving import moved

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from treelint.project.inference import Inference
    from treelint.tree_at_call import TreeAtCall


def followed(
    call: TreeAtCall, types: Inference, stand_ins: MutableMapping[ast.AST, ast.AST]
) -> TreeAtCall:
    """The call with the selector that its `where` leads to, if that is one function.

    It may be one of several of a name in the file, or one of another module. Of the latter
    nothing can be shown in this file: `stand_ins` gets a node for each part of it, which stands
    where the call names the function, and reads as the part does.
    """
    from treelint.project.types import Function

    where = call.where
    found = types.of(where) if isinstance(where, ast.Name | ast.Attribute) else None
    if where is None or not isinstance(found, Function) or found.transforms or found.bound:
        return call
    if isinstance(found.node, ast.AsyncFunctionDef):
        return call
    selector = lower(found.node, found.module.full_names)
    if found.module is types.module:
        return replace(call, function=found.node, selector=selector)
    if selector is None:
        return call

    def place(origin: ast.expr) -> ast.expr:
        node = ast.copy_location(ast.Name(ast.unparse(origin), ast.Load()), where)
        stand_ins[node] = where
        return node

    try:
        return replace(call, selector=moved(selector, place))
    except RecursionError:
        return call
