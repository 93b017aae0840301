"""The statements around a statement: those of its block, and in a notebook of its cell."""

from __future__ import annotations

import ast
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.index import FileIndex

_BLOCKS = ("body", "orelse", "finalbody")


def block_of(file: FileIndex, statement: ast.stmt) -> list[ast.stmt]:
    """The statements of which this one is one."""
    parent = file.parents[statement]
    for name in _BLOCKS:
        block = getattr(parent, name, None)
        if isinstance(block, list) and statement in block:
            return block
    msg = f"{ast.dump(statement)} is no statement of a block"
    raise ValueError(msg)


def following(file: FileIndex, statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements after one, from the nearest on."""
    block = block_of(file, statement)
    after = range(block.index(statement) + 1, len(block))
    return _of_its_cell(file, statement, (block[index] for index in after))


def preceding(file: FileIndex, statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements before one, from the nearest backwards."""
    block = block_of(file, statement)
    before = range(block.index(statement) - 1, -1, -1)
    return _of_its_cell(file, statement, (block[index] for index in before))


def _of_its_cell(
    file: FileIndex, statement: ast.stmt, others: Iterable[ast.stmt]
) -> Iterator[ast.stmt]:
    cell = file.source.cell_at(statement.lineno)
    return takewhile(lambda other: file.source.cell_at(other.lineno) == cell, others)
