"""Calls of functions that are compiled: by `jax.jit`, or by `equinox.filter_jit`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.types import Function
from treelint.project.values import sole_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.index import FileIndex

JITS = frozenset({"equinox.filter_jit", "jax.jit"})


def jit_of(file: FileIndex, function: ast.expr) -> str | None:
    """What compiles a function; None if nothing does, or if some of its arguments are static."""
    value = sole_value(file.types, function)
    if isinstance(value, ast.Call):
        name = file.names.qualified_name(value.func)
        return name if name in JITS and not _has_static(value.keywords) else None
    type_ = file.types.of(value)
    if not isinstance(type_, Function) or isinstance(type_.node, ast.Lambda):
        return None
    name = next((name for name in type_.transforms if name in JITS), None)
    decorators = [item for item in type_.node.decorator_list if isinstance(item, ast.Call)]
    return None if any(_has_static(item.keywords) for item in decorators) else name


def _has_static(keywords: Iterable[ast.keyword]) -> bool:
    return any(item.arg is None or item.arg.startswith("static_") for item in keywords)
