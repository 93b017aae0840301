"""Expressions that compute an array, so that their value is new each time."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.results import ARRAY_METHODS
from treelint.project.types import Array

if TYPE_CHECKING:
    from treelint.project.inference import Inference


def computes_array(inference: Inference, node: ast.expr) -> bool:
    """Whether an expression of the file is arithmetic with arrays, or calls a method of one."""
    match node:
        case ast.BinOp() | ast.UnaryOp():
            return isinstance(inference.of(node), Array)
        case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in ARRAY_METHODS:
            return isinstance(inference.of(value), Array)
    return False
