"""What IPython takes off the lines of a cell before all else: indentation and prompts."""

from __future__ import annotations

import itertools
import re

_INDENTATION = re.compile(r"[ \t]*")
_CLASSIC = re.compile(r"[ \t]*>>>[ \t]?")
_CLASSIC_MORE = re.compile(r"[ \t]*\.\.\.[ \t]?")
_NUMBERED = re.compile(r"In \[\d+\]: |[ \t]*\.{3,}: ?")


def taken_off(lines: list[str]) -> list[int]:
    """How many characters of each line are no code.

    `lines` have their ends. A cell that is indented as a whole is read as if it were not.
    """
    indentation = _common_indentation(lines)
    bare = [line[indentation:] if line.strip() else line for line in lines]
    first = next((line for line in bare if line.strip()), "")
    prompts = [0] * len(lines)
    if _CLASSIC.match(first):
        prompts = [_length(_CLASSIC, line) or _length(_CLASSIC_MORE, line) for line in bare]
    elif _NUMBERED.match(first):
        prompts = [_length(_NUMBERED, line) for line in bare]
    return [
        (indentation if line.strip() else 0) + prompt
        for line, prompt in zip(lines, prompts, strict=True)
    ]


def _common_indentation(lines: list[str]) -> int:
    margins = [line[: _length(_INDENTATION, line)] for line in lines if line.strip()]
    columns = zip(*margins, strict=False)
    same = itertools.takewhile(lambda column: len(set(column)) == 1, columns)
    return sum(1 for _ in same)


def _length(pattern: re.Pattern[str], line: str) -> int:
    found = pattern.match(line)
    return 0 if found is None else found.end()
