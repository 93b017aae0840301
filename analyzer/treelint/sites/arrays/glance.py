"""Whether the text of a file may assign to an item of a JAX array: what costs little to rule out.

Most assignments to items are those of dicts, lists and numpy's arrays. So a name counts that may
be that of an array, by what the text around tells of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = (b"jax", b"equinox", b"treeops", b"chex", b"flax", b"optax")

# The end of an index and the sign of an assignment, or of one target among several.
_END = re.compile(
    rb"\][ \t)]*+(?:(?:[-+*/%@&|^]|//|\*\*|<<|>>)?=(?!=)|,[^\n=]*=(?!=)|:[^\n=:]*=(?!=))"
)
_DELETED = re.compile(rb"del[ \t][^\n]*\[")
# What a line begins with; in a notebook each line is a string. A header may open a block before.
_TARGET = re.compile(
    rb"([ \t\"]*+(?:(?:if|elif|else|for|while|try|except|finally|with|async|def|case|class)\b"
    rb"[^\n]*?:|(?:[\w,. \t*(]*+=)++|del\b|[\w,. \t*(\[]*,)?[ \t(*\[]*)((?:\w+\.)*+)(\w++)[ \t]*+"
    rb"(\[[^\n]*)"
)
_KEY = re.compile(rb"\[[ \t]*+[fbr]?(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*+\][ \t]*+[-+*/|&]?=")
_STRING = re.compile(rb"\"[^\"\n]*\"|'[^'\n]*'")
_INNERMOST = re.compile(rb"\[[^][]*+\]|\([^()]*+\)")
# What is behind a target, without what is in brackets: other targets, and a sign.
_REST = re.compile(
    rb"(?:\.\w+|[ \t)\]])*+(?:,[ \t*(\[]*+[\w.]*+[ \t)\]]*+)*+"
    rb"(?:(?:[-+*/%@&|^]|//|\*\*|<<|>>)?=|:[^\n=]*=)"
)
# Of arguments, as they are mostly written: `a=x[0], b=`.
_KEYWORDS = re.compile(rb"[^\n]*\w=[^\s=][^\n]*,[ \t]*\w+=")
# What is not ASCII is taken for a part of a name.
_LETTERS = bytes(range(128)) + b"_" * 128
_NO_ARRAYS = frozenset({b"dtype", b"ndim", b"shape"})


def may_assign_item(data: bytes) -> bool:
    """Whether there is an assignment to an item of what may be an array."""
    if not any(library in data for library in _LIBRARIES):
        return False
    if not data.isascii():
        data = data.translate(_LETTERS)
    evidence = None
    seen: set[tuple[bytes, tuple[int, int], bool]] = set()
    for line, place in _lines(data):
        match = _TARGET.match(line)
        if match is None or not _is_target(line, match):
            continue
        if evidence is None:
            # Loaded here: most files have no such line.
            from treelint.sites.arrays.evidence import Evidence

            evidence = Evidence(data)
        name = match[3]
        part = evidence.whole if match[2] else evidence.part(place)
        is_inner = b"][" in match[4]
        if (name, part, is_inner) in seen:
            continue
        seen.add((name, part, is_inner))
        if evidence.may_be_array(name, part):
            return True
        if is_inner and evidence.may_hold_arrays(name, part):
            return True
    return False


def _lines(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The lines that may assign to an item, or delete one, each with its place."""
    for pattern in (_END, _DELETED):
        for match in pattern.finditer(data):
            start = data.rfind(b"\n", 0, match.start()) + 1
            line = data[start : match.end()]
            if line.lstrip().startswith(b"]"):
                yield _first_line(data, start), start
            elif b";" in line:
                yield from ((statement, start) for statement in line.split(b";"))
            else:
                yield line, start


def _first_line(data: bytes, start: int) -> bytes:
    """The line above that is indented as the one that starts there."""
    indentation = _depth(data[start : data.find(b"]", start) + 1])
    while start > 0:
        end, start = start, data.rfind(b"\n", 0, start - 1) + 1
        line = data[start:end]
        if line.strip() and _depth(line) <= indentation:
            return line
    return b""


def _depth(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t"))


def _is_target(line: bytes, match: re.Match[bytes]) -> bool:
    """Whether what looks like an item may be assigned to: no argument, no key, no reference."""
    before, owners, name, rest = match.groups()
    if _KEY.match(rest) or name.lower().endswith((b"ref", b"refs")):
        return False
    if owners and name in _NO_ARRAYS:
        return False
    if b"=" not in rest:
        return True  # it is deleted, or goes on in the next line
    if _KEYWORDS.fullmatch(line):
        return False
    before, rest = _STRING.sub(b"", before), _STRING.sub(b"", rest)
    found = 1
    while found:
        rest, found = _INNERMOST.subn(b"", rest)
    opened = before.count(b"(") - before.count(b")")
    return opened == rest.count(b")") and _REST.fullmatch(rest) is not None
