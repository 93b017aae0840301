"""Where a report is read: its colours, its width, and which characters it can show."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.report.colour import PLAIN, Palette, palette

if TYPE_CHECKING:
    from typing import TextIO

# The width of what is no terminal, and the least that a frame makes sense in.
_WIDTH = 140
_LEAST = 40
_TAB = "    "

# Control and format characters, lone surrogates and separators of lines: they would move what
# follows, or turn it around.
_ESCAPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Screen:
    """How to write for one stream."""

    palette: Palette = PLAIN
    encoding: str = "utf-8"
    width: int = _WIDTH

    def visible(self, text: str) -> str:
        """A text as it can be shown: in one line, and with nothing that a terminal obeys."""
        if text.isascii() and text.isprintable():
            return text
        shown = "".join(_TAB if one == "\t" else _escaped(one) for one in text)
        return shown.encode(self.encoding, "backslashreplace").decode(self.encoding)

    @property
    def ellipsis(self) -> str:
        """What stands for text that is left out."""
        return "…" if self.encoding.lower().startswith("utf") else "..."


def screen(stream: TextIO) -> Screen:
    """How to write for a stream that people read."""
    encoding = stream.encoding or "utf-8"
    return Screen(palette(stream), encoding, _columns(stream))


def _columns(stream: TextIO) -> int:
    if not stream.isatty():
        return _WIDTH
    asked = os.environ.get("COLUMNS", "")
    try:
        columns = int(asked) if asked.isdecimal() else os.get_terminal_size(stream.fileno())[0]
    except OSError:
        columns = 0  # a terminal that does not know
    return max(columns, _LEAST) if columns else _WIDTH


def width(text: str) -> int:
    """How many columns a visible text takes: two for a wide character, none for a mark."""
    if text.isascii():
        return len(text)
    return sum(map(columns_of, text))


def columns_of(character: str) -> int:
    """How many columns one character takes."""
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _escaped(character: str) -> str:
    if unicodedata.category(character) in _ESCAPED:
        return character.encode("unicode_escape").decode("ascii")
    return character
