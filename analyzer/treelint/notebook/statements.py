"""Where IPython's own syntax stands in the Python of a cell.

A pass over the text, logical line after logical line, that knows as much of Python as it takes:
strings, comments, brackets and line ends. What begins with a mark of IPython's ends with its
line, whatever is in it.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator


class Form(enum.Enum):
    """In which way something is IPython's own."""

    COMMAND = "a line of its own: `%name`, `!command`, `?object`, `/call`"
    VALUE = "what is assigned: `name = %name`, `name = !command`"
    HELP = "a question after an object: `object?`"


@dataclass(frozen=True, slots=True)
class Magic:
    """One place with IPython's own syntax, from index to index."""

    form: Form
    start: int
    end: int


_LINE_END = r"(?:\r\n|\r|\n)"
_TOKEN = re.compile(
    rf"""
    (?P<blank> [ \t\f]+ | \\{_LINE_END} )
    | (?P<comment> \#[^\r\n]* )
    | (?P<end> {_LINE_END} )
    | (?P<string>
        '''(?: [^'\\] | \\(?:\r\n|.) | '(?!'') )*+ (?:'''|\Z)
        | \"\"\"(?: [^"\\] | \\(?:\r\n|.) | "(?!"") )*+ (?:\"\"\"|\Z)
        | '(?: [^'\\\r\n] | \\(?:\r\n|.) )*+ '
        | "(?: [^"\\\r\n] | \\(?:\r\n|.) )*+ "
    )
    | (?P<word> \w+ )
    | (?P<assign> = (?!=) )
    | (?P<open> [(\[{{] )
    | (?P<close> [)\]}}] )
    | (?P<other> (?: \*\* | // | << | >> | [-+*/%@&|^<>=!:] )= | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BLANKS = re.compile(rf"(?:[ \t\f]|\\{_LINE_END})*")
_COMMAND = re.compile(r"%(?!=)|!(?!=)|\?|[,;]|/(?![/=])")
_ASSIGNED = re.compile(r"!|%[ \t]*[^\W\d]")
# A line, and those that it is continued on by a backslash at its end.
_WHOLE_LINE = re.compile(rf"(?:[^\r\n]*\\{_LINE_END})*+[^\r\n]*")
_HELP = re.compile(r"(%{0,2}(?!\d)[\w*]+(\.(?!\d)[\w*]+|\[-?[0-9]+\])*)\?\??\Z")


def magics(text: str) -> Iterator[Magic]:
    """The places in a text that begins where a line does, in order."""
    at = 0
    while at < len(text):
        found, at = _logical_line(text, at)
        if found is not None:
            yield found


def _logical_line(text: str, line_start: int) -> tuple[Magic | None, int]:
    """What is IPython's in a logical line, and where the next one begins or this one goes on."""
    start = _end(_BLANKS, text, line_start)
    if _COMMAND.match(text, start):
        end = _end(_WHOLE_LINE, text, start)
        return Magic(Form.COMMAND, start, end), end
    depth = 0
    is_assigned = False
    last = ""
    for token in _TOKEN.finditer(text, start):
        kind = token.lastgroup
        if kind == "end":
            if depth == 0:
                return _help(text, start, token.start(), last), token.end()
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "assign" and depth == 0 and not is_assigned:
            is_assigned = True
            value = _end(_BLANKS, text, token.end())
            if _ASSIGNED.match(text, value):
                end = _end(_WHOLE_LINE, text, value)
                return _help(text, start, end, text[end - 1]) or Magic(Form.VALUE, value, end), end
        if kind != "blank":
            last = token.group()
    return (_help(text, start, len(text), last) if depth == 0 else None), len(text)


def _help(text: str, start: int, end: int, last: str) -> Magic | None:
    if last == "?" and _HELP.search(text, start, end):
        return Magic(Form.HELP, start, end)
    return None


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return start if found is None else found.end()
