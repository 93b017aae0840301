"""Selectors that are written as a lambda in the call, of nothing but paths."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.walk import children, walk

if TYPE_CHECKING:
    from treelint.tree_at_call import TreeAtCall

Parts: TypeAlias = tuple[type[ast.AST], ...]

PATH: Parts = (
    ast.Attribute,
    ast.Constant,
    ast.Load,
    ast.Name,
    ast.Subscript,
    ast.UnaryOp,
    ast.USub,
)
PATHS: Parts = (*PATH, ast.List, ast.Tuple)


def is_inline(call: TreeAtCall, parts: Parts) -> bool:
    """Whether the selector is a lambda of one plain parameter, made of these parts only.

    It and the tree are the first two arguments, in this order, so that a fix finds them there.
    """
    if not isinstance(call.where, ast.Lambda) or call.selector is None:
        return False
    parameters = list(children(call.where.args))
    if len(parameters) != 1 or parameters != call.where.args.args:
        return False
    if call.where not in call.node.args[:1] or call.pytree not in call.node.args[1:2]:
        return False
    return all(isinstance(node, parts) for node in walk(call.where.body))
