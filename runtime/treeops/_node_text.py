"""Nodes in a few characters, for summaries: `f32[3,4]`, `list of 3`, `'relu'`."""

from __future__ import annotations

import re
from types import BuiltinFunctionType, FunctionType
from typing import Any

import jax

from treeops._filters import is_array

_SHORT_DTYPES = {"bfloat": "bf", "float": "f", "complex": "c", "uint": "u", "int": "i"}
_DTYPE = re.compile(rf"({'|'.join(_SHORT_DTYPES)})(?=\d)")
# Values whose `repr` is short and safe; that of others may be large, or raise.
_SHOWN = (bool, int, float, complex, str, bytes, type(None))
_FUNCTIONS = (FunctionType, BuiltinFunctionType, type)
_COUNTED = (list, tuple, dict)
_LONGEST = 40
_MOST_BITS = 1000


def node_text(node: Any) -> str:
    """What a node is, in one short line without line breaks."""
    if is_array(node) or isinstance(node, jax.ShapeDtypeStruct):
        kind = "" if isinstance(node, jax.Array | jax.ShapeDtypeStruct) else "(numpy)"
        return f"{array_text(node)}{kind}"
    if type(node) is int and node.bit_length() > _MOST_BITS:
        return "int"  # Python refuses to print very large ones
    if type(node) in _SHOWN:
        return shortened(repr(node), _LONGEST)
    if isinstance(node, _FUNCTIONS):
        return shortened(f"{type(node).__name__} {node.__name__}", _LONGEST)
    name = shortened(type(node).__name__, _LONGEST)
    if isinstance(node, _COUNTED) and type(node) in _COUNTED:
        return f"{name} of {len(node)}"
    return name


def array_text(array: Any) -> str:
    """An array by dtype and shape: `f32[3,4]`."""
    dtype = _DTYPE.sub(lambda match: _SHORT_DTYPES[match[1]], str(array.dtype))
    return f"{dtype}[{','.join(map(str, array.shape))}]"


def shortened(text: str, longest: int) -> str:
    """The text on one line, without its middle where it is longer than it may be."""
    text = text.replace("\n", " ")
    if len(text) <= longest:
        return text
    half = (longest - 1) // 2
    return f"{text[: longest - 1 - half]}\N{HORIZONTAL ELLIPSIS}{text[len(text) - half :]}"
