"""Where the parts of a selector are written."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treelint.selector.model import Path


def of_step(path: Path, index: int) -> ast.expr:
    """The expression that ends with one step of a path: `m.layers[0]` for the second.

    It is the whole path where the steps are not written one behind the other, as where a loop
    is between them.
    """
    node = path.origin
    for _ in range(len(path.steps) - 1 - index):
        before = _before(node)
        if before is None:
            return path.origin
        node = before
    return node


def _before(node: ast.expr) -> ast.expr | None:
    """What the last step is taken from."""
    match node:
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            return value
        case ast.Call(func=ast.Name(id="getattr"), args=[value, _]):
            return value
    return None
