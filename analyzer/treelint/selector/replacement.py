"""What can be told of a replacement from how it is written."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import makes_array

if TYPE_CHECKING:
    from treelint.selector.lowering import Names


_NO_FUNCTIONS = (
    ast.Constant,
    ast.JoinedStr,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


def literal_count(node: ast.expr) -> int | None:
    """How many replacements a written-out tuple or list holds; None where that is not known."""
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            if any(isinstance(element, ast.Starred) for element in elements):
                return None
            return len(elements)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _sum(literal_count(left), literal_count(right))
        case ast.BinOp(left=sequence, op=ast.Mult(), right=ast.Constant(value=int(times))):
            return _repeated(literal_count(sequence), times)
        case ast.BinOp(left=ast.Constant(value=int(times)), op=ast.Mult(), right=sequence):
            return _repeated(literal_count(sequence), times)
    return None


def is_scalar_literal(node: ast.expr) -> bool:
    """Whether the replacement is written as one value without a length: `0`, `-1.0`, `None`."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and not isinstance(node.value, str | bytes)


def taken_apart_as(node: ast.expr, names: Names) -> str | None:
    """What a sequence of nodes gets from one value that has a length: its parts, one by one.

    None for what is a sequence of replacements, and for what is not known.
    """
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr():
            return "the characters of a string"
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str()), attr="format" | "join")):
            return "the characters of a string"
        case ast.Constant(value=bytes()):
            return "the numbers in a bytes object"
        case ast.Dict() | ast.DictComp():
            return "the keys of a dict, not its values"
        case ast.Call(func=function):
            name = names.qualified_name(function) or ""
            if makes_array(name):
                return "the parts of an array along its first axis"
            if name == "builtins.dict":
                return "the keys of a dict, not its values"
            if name == "builtins.str":
                return "the characters of a string"
    return None


def is_no_function(node: ast.expr, names: Names) -> bool:
    """Whether the value cannot be called: a literal, a display, an array made on the spot."""
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, _NO_FUNCTIONS) or taken_apart_as(node, names) is not None


def _sum(left: int | None, right: int | None) -> int | None:
    if left is None or right is None:
        return None
    return left + right


def _repeated(count: int | None, times: int) -> int | None:
    return None if count is None else count * max(times, 0)
