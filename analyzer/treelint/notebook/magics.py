"""IPython's own syntax in a cell, replaced by Python of the same length.

`%magic`, `!command`, `name = !command`, `object?` and the like become an unknown name and blanks,
so that every other character keeps its place. What IPython takes for its own is read from its
`IPython.core.inputtransformer2`; a test compares the two.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from treelint.notebook.known import APART, AUTOMATIC, BINDING_ANYTHING, MEASURING, PYTHON
from treelint.notebook.lines import taken_off
from treelint.notebook.names import assigned, perhaps_bound
from treelint.notebook.statements import Form, Magic, magics
from treelint.parse import ParseFailure, parse_text
from treelint.records import dataclass, replace
from treelint.source import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

# Stands for what IPython makes of its own syntax: a name of one character, which nobody uses.
UNKNOWN = "\N{LATIN LETTER RETROFLEX CLICK}"

_MAY_HOLD_MAGICS = re.compile(r"[%!?]|(?:\A|[\r\n])[ \t\f]*[,;/]")
_HELP_ON_MAGIC = re.compile(r"%%\w+\?")
_GIVEN_NAME = re.compile(r"--(?:out|err|proc)[ =](\w+)")
_NAME = re.compile(r"[!%]{0,2}([^ \t\r\n]*)")
_OPTIONS = re.compile(r"[ \t]+(?:-[a-zA-Z]+\d*[ \t]+(?:\d+[ \t]+)?|--[\w-]+[ \t]+)*")
_FIRST_WORD = re.compile(r"[^\W\d]\w*")
_LINE_END = re.compile(r"[\r\n]")
_NO_LINE_END = re.compile(r"[^\r\n]")


@dataclass(frozen=True, slots=True)
class Masked:
    """A cell as Python, as long as the cell and with every character at its place.

    `magics` are the stretches, from index to index, that stand for something else. Of each line
    `removed` tells how many characters at its start are no code; lines beyond have none such.
    `bound` are names that a magic may give a value to; `binds_anything` is for one that may give
    any name a value. `heads` are the magics that take the cell, which is Python, as a whole.
    """

    code: str
    magics: tuple[tuple[int, int], ...] = ()
    removed: tuple[int, ...] = ()
    bound: frozenset[str] = frozenset()
    binds_anything: bool = False
    heads: tuple[str, ...] = ()

    @property
    def is_measured(self) -> bool:
        """Whether the cell is not run for its value."""
        return not MEASURING.isdisjoint(self.heads)


def masked(text: str) -> Masked:
    """The cell with IPython's own syntax taken out."""
    start = len(text) - len(text.lstrip())
    if _is_automatic(text):
        return _assembled(text, [Magic(Form.COMMAND, start, len(text.rstrip()))])
    return _masked(text)


def _masked(text: str) -> Masked:
    """The same for what may be the body of a cell magic."""
    lines = split_lines(text)
    removed = taken_off(lines)
    if not any(removed):
        return _without_magics(text)
    cut = _without_magics("".join(line[n:] for line, n in zip(lines, removed, strict=True)))
    code: list[str] = []
    at = 0
    for line, n in zip(lines, removed, strict=True):
        code += " " * n, cut.code[at : at + len(line) - n]
        at += len(line) - n
    both = (outer + inner for outer, inner in zip_longest(removed, cut.removed, fillvalue=0))
    # How a change would have to look in such a cell is not worth knowing: none is made.
    return replace(cut, code="".join(code), magics=((0, len(text)),), removed=tuple(both))


def _without_magics(text: str) -> Masked:
    start = len(text) - len(text.lstrip())
    begins_a_line = start == 0 or text[start - 1] in "\r\n"
    if begins_a_line and text.startswith("%%", start) and not _HELP_ON_MAGIC.match(text, start):
        return _cell_magic(text, start)
    if not _MAY_HOLD_MAGICS.search(text):
        return Masked(text)
    return _assembled(text, magics(text))


def _cell_magic(text: str, start: int) -> Masked:
    name = _name(text, start)
    end = _line_end(text, start)
    if name not in PYTHON:
        bound = frozenset(_GIVEN_NAME.findall(text, start, end))
        everything = ((0, len(text)),)
        return Masked(_blank(text), everything, (), bound, binds_anything=name not in APART)
    head = _assembled(text[:end], [Magic(Form.COMMAND, start, end)])
    if name == "capture":
        words = (word for word in text[start:end].split()[1:] if not word.startswith("-"))
        head = replace(head, bound=head.bound | frozenset(words))
    body = _masked(text[end:])
    above = len(split_lines(text[:end])) - 1
    return Masked(
        head.code + body.code,
        (*head.magics, *((end + one, end + other) for one, other in body.magics)),
        (0,) * above + body.removed if body.removed else (),
        head.bound | body.bound,
        body.binds_anything,
        (name, *body.heads),
    )


def _is_automatic(text: str) -> bool:
    """Whether a cell is one line that IPython runs as a magic, though it has no mark."""
    line = text.strip()
    word = _FIRST_WORD.match(line)
    is_one_line = "\n" not in line and "\r" not in line
    return is_one_line and word is not None and word[0] in AUTOMATIC and not _parses(line)


def _assembled(text: str, found: Iterable[Magic]) -> Masked:
    """The text with each of these replaced."""
    code: list[str] = []
    spans: list[tuple[int, int]] = []
    bound: frozenset[str] = frozenset()
    binds_anything = False
    at = 0
    for magic in found:
        content = text[magic.start : magic.end]
        # Without its mark where IPython needs none.
        is_magic = magic.form is Form.COMMAND and content[0] not in "!?,;/"
        name = _name(text, magic.start) if is_magic else ""
        python = _python(content, name)
        code += text[at : magic.start], _mask(content, python)
        at = magic.end
        spans.append((magic.start, magic.end if python is None else magic.start + python))
        if is_magic and python is None:
            given = content[content.index(name) + len(name) :]
            bound |= perhaps_bound(given) if name in MEASURING else assigned(given)
            binds_anything = binds_anything or name in BINDING_ANYTHING
    return Masked("".join([*code, text[at:]]), tuple(spans), (), bound, binds_anything)


def _mask(content: str, python: int | None) -> str:
    if python is None:
        return UNKNOWN + _blank(content[1:])
    return f"{UNKNOWN}{' ' * (python - 2)};{content[python:]}"


def _python(content: str, name: str) -> int | None:
    """Where the Python begins that a line magic runs, if it is simple statements."""
    if name not in MEASURING:
        return None
    options = _OPTIONS.match(content, content.index(name) + len(name))
    if options is None or not _parses(content[options.end() :], is_simple=True):
        return None
    return options.end()


def _parses(text: str, *, is_simple: bool = False) -> bool:
    tree = parse_text(text)
    if isinstance(tree, ParseFailure) or not tree.body:
        return False
    return not (is_simple and any(hasattr(statement, "body") for statement in tree.body))


def _name(text: str, start: int) -> str:
    found = _NAME.match(text, start)
    return "" if found is None else found[1]


def _line_end(text: str, start: int) -> int:
    found = _LINE_END.search(text, start)
    return len(text) if found is None else found.start()


def _blank(text: str) -> str:
    return _NO_LINE_END.sub(" ", text)
