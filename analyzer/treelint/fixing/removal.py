"""Take a statement out of a file: its comments stay, and so does all else around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import Splice
from treelint.index import end_of
from treelint.sites.blocks import block_of

if TYPE_CHECKING:
    import ast

    from treelint.index import FileIndex


def removal(file: FileIndex, node: ast.stmt) -> Splice:
    """The splice that removes a simple statement."""
    block = block_of(file, node)
    place = block.index(node)
    start, end = _start(file, node), _end(file, node)
    before = block[place - 1] if place > 0 else None
    after = block[place + 1] if place + 1 < len(block) else None
    if len(block) == 1:
        return Splice(start, end, "pass")
    if after is not None and after.lineno == end_of(node)[0]:
        return Splice(start, _start(file, after), "")
    # Now it is the last on its line.
    row = end_of(node)[0]
    line_end = file.source.line_start(row) + len(file.source.lines[row - 1])
    rest = file.source.text[end:line_end].lstrip(" \t")
    if rest.startswith(";"):
        rest = rest[1:].lstrip(" \t")
    if before is not None and end_of(before)[0] == node.lineno:
        return Splice(_end(file, before), _semicolon_end(file.source.text, end), "")
    if rest.startswith("#"):
        return Splice(start, line_end - len(rest), "")  # the comment gets the line
    if rest:
        return Splice(start, end, "pass")  # a backslash
    is_last = row == len(file.source.lines)
    next_line = line_end if is_last else file.source.line_start(row + 1)
    return Splice(file.source.line_start(node.lineno), next_line, "")


def _start(file: FileIndex, node: ast.stmt) -> int:
    return file.source.offset(node.lineno, node.col_offset)


def _end(file: FileIndex, node: ast.stmt) -> int:
    return file.source.offset(*end_of(node))


def _semicolon_end(text: str, end: int) -> int:
    """The index behind a statement and its semicolon, if there is one."""
    bare = text[end:].lstrip(" \t")
    return len(text) - len(bare) + 1 if bare.startswith(";") else end
