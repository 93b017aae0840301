"""The code that a finding is about, with carets or a bracket at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.report.screen import Screen, columns_of, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.findings import Finding

# Of a longer stretch of rows the first and the last are shown.
_ROWS, _HEAD, _TAIL = 7, 4, 2


def frame(finding: Finding, lines: Sequence[str], screen: Screen) -> Iterator[str]:
    """The lines of the frame; none where the rows are not in the text."""
    first, last = finding.start.row, finding.end.row
    if first > len(lines):
        return
    margin = _Margin(screen, len(str(min(last, len(lines)))))
    yield margin.line("|")
    start, end = finding.start.column - 1, finding.end.column - 1
    before = width(screen.visible(lines[first - 1][:start]))
    # What begins beyond the width is shown by its first row alone.
    if first < last <= len(lines) and before < margin.room:
        yield from _bracket(finding, lines, margin)
        return
    line = lines[first - 1]
    marked = line[start : end if first == last else None].rstrip()
    yield from _underlined(margin, line, before, max(width(screen.visible(marked)), 1), first)


@dataclass(frozen=True, slots=True)
class _Margin:
    """The rows' numbers at the left."""

    screen: Screen
    digits: int

    @property
    def room(self) -> int:
        """How many columns are left for code, of which a bracket takes two."""
        return max(self.screen.width - self.digits - 5, 20)

    def line(self, bar: str, row: int | str = "", code: str = "") -> str:
        """One line of the frame; `bar` is what the code begins after."""
        palette = self.screen.palette
        return f"{palette.rule}{row:>{self.digits}} {bar}{palette.reset} {code}".rstrip()

    def mark(self, text: str) -> str:
        """In the colour of what is wrong."""
        palette = self.screen.palette
        return f"{palette.code}{text}{palette.reset}"


def _underlined(margin: _Margin, line: str, start: int, size: int, row: int) -> Iterator[str]:
    screen = margin.screen
    text = screen.visible(line).rstrip()
    # What is wrong may stand at the end of the line, behind all of it.
    low, high = _window(max(width(text), start + 1), start, start + size, margin.room)
    shown = _clipped(text, low, high, screen.ellipsis)
    carets = "^" * (min(start + size, high) - start)
    yield margin.line("|", row, shown)
    yield margin.line("|", code=" " * (start - low) + margin.mark(carets))


def _bracket(finding: Finding, lines: Sequence[str], margin: _Margin) -> Iterator[str]:
    """A bracket at the left of all rows, from the first character to the last."""
    screen = margin.screen
    first, last = finding.start.row, finding.end.row
    before = lines[first - 1][: finding.start.column - 1]
    is_at_start = not before.strip()
    for row in range(first, last + 1):
        if last - first >= _ROWS and first + _HEAD <= row <= last - _TAIL:
            if row == first + _HEAD:
                yield margin.line("|", code=margin.mark("|") + " ...")
            continue
        text = _clipped(screen.visible(lines[row - 1]).rstrip(), 0, margin.room, screen.ellipsis)
        corner = ("/" if is_at_start else " ") if row == first else "|"
        yield margin.line("|", row, f"{margin.mark(corner)} {text}" if text else margin.mark("|"))
        if row == first and not is_at_start:
            reach = width(screen.visible(before)) + 1
            yield margin.line("|", code=" " + margin.mark("_" * reach + "^"))
    inside = lines[last - 1][: max(finding.end.column - 2, 0)]
    reach = min(width(screen.visible(inside)) + 1, margin.room)
    yield margin.line("|", code=margin.mark("|" + "_" * reach + "^"))


def _window(total: int, start: int, end: int, room: int) -> tuple[int, int]:
    """Which columns of a long line to show, so that what is marked is among them."""
    if total <= room:
        return 0, max(total, end)
    middle = (start + min(end, start + room)) // 2
    low = min(max(middle - room // 2, 0), total - room, start)
    return low, low + room


def _clipped(text: str, low: int, high: int, ellipsis: str) -> str:
    """The columns of a visible text from `low` up to `high`, and marks where it goes on."""
    total = width(text)
    if low == 0 and total <= high:
        return text
    size = len(ellipsis)
    head = ellipsis if low else ""
    tail = ellipsis if high < total else ""
    start, end = low + (size if low else 0), high - (size if tail else 0)
    pieces: list[str] = []
    column = 0
    for character in text:
        after = column + columns_of(character)
        if start <= column and after <= end:
            pieces.append(character)
        elif max(column, start) < min(after, end):
            pieces.append(" ")  # half of a wide character
        column = after
    return head + "".join(pieces) + tail
