"""Colour, where it is wanted: on a terminal, and unless NO_COLOR is set."""

import os
from typing import TextIO

from treelint.records import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """The few styles of the text report, as SGR codes; all are empty without colour."""

    bold: str = ""
    code: str = ""
    rule: str = ""
    cure: str = ""
    reset: str = ""


PLAIN = Palette()
_COLOURED = Palette(
    bold="\033[1m", code="\033[1;31m", rule="\033[1;34m", cure="\033[1;36m", reset="\033[0m"
)


def palette(stream: TextIO) -> Palette:
    """The styles for a stream (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return PLAIN
    return _COLOURED if stream.isatty() else PLAIN
