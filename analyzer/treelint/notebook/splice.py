"""Changes of cells written into a notebook's JSON, which stays as it is everywhere else."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING

from treelint.source import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from treelint.findings import Splice
    from treelint.notebook.document import StoredCell

# One character as it is written in a JSON string; one beyond U+FFFF may be two escapes.
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\u(?!00[0-7])")


def document_with(text: str, changes: Iterable[tuple[StoredCell, list[Splice]]]) -> str:
    """The JSON with pieces of some cells replaced; indices count in each cell, in order."""
    # A file that writes all but ASCII as escapes goes on so; Jupyter does not.
    is_escaped = text.isascii() and _ESCAPED.search(text) is not None
    pieces: list[str] = []
    end = 0
    for cell, splices in sorted(changes, key=lambda change: change[0].start):
        start, stop, content = _changed(text, cell, splices, is_escaped=is_escaped)
        pieces += text[end:start], content
        end = stop
    return "".join([*pieces, text[end:]])


def _changed(
    text: str, cell: StoredCell, splices: list[Splice], *, is_escaped: bool
) -> tuple[int, int, str]:
    """Which stretch of the JSON becomes what."""
    characters = [
        found
        for piece in cell.pieces
        for found in _CHARACTER.findall(text, piece.start + 1, piece.end - 1)
    ]
    for splice in reversed(splices):
        encoded = (json.dumps(it, ensure_ascii=is_escaped)[1:-1] for it in splice.content)
        characters[splice.start : splice.end] = encoded
    if not cell.is_list:
        return cell.start, cell.end, _string(characters)
    new = [_string(characters[start:end]) for start, end in _pieces(cell, splices)]
    return _replaced(text, cell, new)


def _string(characters: Sequence[str]) -> str:
    return f'"{"".join(characters)}"'


def _pieces(cell: StoredCell, splices: list[Splice]) -> Iterator[tuple[int, int]]:
    """The strings of a list after the change: as before, and one a line where it is new."""
    text, shift = cell.text, 0
    ends = set(itertools.accumulate(len(piece.text) for piece in cell.pieces))
    touched: list[tuple[int, int]] = []
    for splice in splices:
        start, end = splice.start + shift, splice.end + shift
        size = len(splice.content)
        text = text[:start] + splice.content + text[end:]
        by = size - (end - start)
        ends = {at if at < start else at + by for at in ends if not start <= at <= end}
        touched.append((start, start + size))
        shift += by
    for line_end in itertools.accumulate(map(len, split_lines(text))):
        if any(start <= line_end <= end for start, end in touched):
            ends.add(line_end)
    return itertools.pairwise(sorted({0, *ends, len(text)}))


def _replaced(text: str, cell: StoredCell, new: list[str]) -> tuple[int, int, str]:
    """The smallest stretch of a list in which its strings become the new ones."""
    old = [text[piece.start : piece.end] for piece in cell.pieces]
    first = _shared(old, new)
    after = _shared(reversed(old[first:]), reversed(new[first:]))
    gone, come = cell.pieces[first : len(old) - after], new[first : len(new) - after]
    separator = _separator(text, cell)
    if gone and come:
        return gone[0].start, gone[-1].end, separator.join(come)
    if not old or not new:
        return cell.start, cell.end, f"[{separator.join(new)}]"
    if first:
        # What comes goes after the last string that stays before it, with its separator.
        end = cell.pieces[first - 1].end
        return end, gone[-1].end if gone else end, "".join(separator + item for item in come)
    start = cell.pieces[len(old) - after].start
    return gone[0].start if gone else start, start, "".join(item + separator for item in come)


def _separator(text: str, cell: StoredCell) -> str:
    """What stands between two strings of a list, or would."""
    if len(cell.pieces) > 1:
        return text[cell.pieces[0].end : cell.pieces[1].start]
    blanks = text[cell.start + 1 : cell.pieces[0].start] if cell.pieces else ""
    return f",{blanks}" if blanks else ", "


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many items two sequences begin with in common."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
