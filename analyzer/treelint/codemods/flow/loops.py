"""The loops that a place stands in."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from treelint.index import FileIndex

Loop: TypeAlias = ast.For | ast.AsyncFor | ast.While


def loops_around(file: FileIndex, node: ast.AST) -> list[Loop]:
    """All of them, the nearest first."""
    return [outer for outer in file.ancestors(node) if isinstance(outer, Loop)]
