"""JSON read with the places of its values, which `json` itself does not tell.

All values are decoded by `json`; only the way from the outside down to the value in question is
walked here. A reader gets the text and where a value begins, and returns what it made of the
value and where that ends.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Reader: TypeAlias = "Callable[[str, int], tuple[Any, int]]"

# Nobody looks at the numbers, and there are integers too long for Python to convert.
_DECODER = json.JSONDecoder(parse_int=float)
_BLANKS = re.compile(r"[ \t\n\r]*")


def read_document(text: str, reader: Reader) -> Any:
    """The one value of a whole text."""
    value, end = reader(text, _skip(text, 0))
    end = _skip(text, end)
    if end < len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return value


def read_value(text: str, start: int) -> tuple[Any, int]:
    """Any value, as `json` decodes it, but for numbers, which are all floats."""
    return _DECODER.raw_decode(text, start)


def read_object(
    text: str, start: int, readers: Mapping[str, Reader]
) -> tuple[dict[str, Any] | None, int]:
    """An object, its members read by the readers of their names; None for another value."""
    if not text.startswith("{", start):
        return None, read_value(text, start)[1]
    members: dict[str, Any] = {}
    at = _skip(text, start + 1)
    if text.startswith("}", at):
        return members, at + 1
    while True:
        if not text.startswith('"', at):
            raise json.JSONDecodeError("Expecting a name in double quotes", text, at)
        name, at = read_value(text, at)
        members[name], at = readers.get(name, read_value)(text, _after(text, at, ":"))
        at = _skip(text, at)
        if text.startswith("}", at):
            return members, at + 1
        at = _after(text, at, ",")


def read_array(text: str, start: int, reader: Reader) -> tuple[list[Any] | None, int]:
    """An array, each element read by the reader; None for another value."""
    if not text.startswith("[", start):
        return None, read_value(text, start)[1]
    elements: list[Any] = []
    at = _skip(text, start + 1)
    if text.startswith("]", at):
        return elements, at + 1
    while True:
        element, at = reader(text, at)
        elements.append(element)
        at = _skip(text, at)
        if text.startswith("]", at):
            return elements, at + 1
        at = _after(text, at, ",")


def _skip(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return at if blanks is None else blanks.end()


def _after(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if not text.startswith(mark, at):
        msg = f"Expecting {mark!r}"
        raise json.JSONDecodeError(msg, text, at)
    return _skip(text, at + 1)
