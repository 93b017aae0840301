"""Callable objects whose arrays `jax.tree_util.Partial` would hide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.project.contents import holds_array
from treelint.project.types import Function, Instance, alternatives

if TYPE_CHECKING:
    import ast

    from treelint.index import FileIndex


def has_arrays(file: FileIndex, function: ast.expr) -> bool:
    """Whether a function is a tree with arrays in it that can be called, or a method of one."""
    for type_ in alternatives(file.types.of(function)):
        owner = type_.bound if isinstance(type_, Function) else type_
        if not isinstance(owner, Instance) or not holds_array(owner):
            return False
    return True
