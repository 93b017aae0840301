"""What can be told from how a name is spelt, before its meaning is looked for."""

from __future__ import annotations

import ast


def may_be_class(function: ast.expr) -> bool:
    """Whether what is called may be a class, by its capital; most calls are of functions."""
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lstrip("_")[:1].isupper()
    return False
