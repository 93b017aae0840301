"""Whether the text of a file may assign to an item of a JAX array: what costs little to rule out.

Most assignments to items are those of dicts, lists and numpy's arrays. So a name counts that has
an annotation, or is given something that may be an array, somewhere in the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from treelint.import_lines import read_imports

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
    rb"[ \t\"]*+(?:(?:if|elif|else|for|while|try|except|finally|with|async|def|case|class)\b"
    rb"[^\n]*?:|[\w,. \t*(]*=|del\b|[\w,. \t*(\[]*,)?[ \t(*\[]*((?:\w+\.)*+)(\w++)[ \t]*+"
    rb"(\[[^\n]*)"
)
_KEY = re.compile(rb"\[[ \t]*+[fbr]?(?:\"[^\"\n]*\"|'[^'\n]*')[ \t]*+\][ \t]*+[-+*/|&]?=")
# What an array of JAX is annotated as, and the modules whose functions make some.
_ARRAY = re.compile(
    rb"\w*Array\w*|ndarray|PRNGKey|Tracer|jax\.(?:numpy|random|nn)\b"
    rb"|(?:BFloat|Bool|Complex|Float|Inexact|Int|Integer|Key|Num|Real|Shaped|UInt)\d*\["
)
_MAKERS = frozenset({"lax_numpy", "nn", "numpy", "random"})
# Modules with no functions that are annotated to return arrays of JAX.
_TELL_NOTHING = frozenset(
    {
        *("collections", "copy", "dataclasses", "enum", "functools", "itertools", "jax", "jaxlib"),
        *("logging", "math", "numpy", "operator", "os", "pathlib", "re", "scipy", "sys", "time"),
        *("torch", "typing", "typing_extensions"),
    }
)
# Behind a name: what it is given, or annotated with, up to the end of the line or the next one.
_GIVEN = re.compile(rb"[ \t]*+:?=(?!=)[ \t]*+([^\n]*[(\[{,\\]\r?\n[^\n]*|[^\n]*)")
_ANNOTATED = re.compile(rb"[ \t]*+:[ \t]*+([\"'A-Za-z_][^\n]*)")
_UNPACKED = re.compile(rb"[\w,* \t)\].\[]*?(?:=(?!=)|\bin\b)([^\n]*)")
_RETURNED = re.compile(rb"\([^\n]*(?:\n(?![ \t]*(?:def|class)\b)[^\n]*){0,12}?->[ \t]*+([^\n]*)")
# Before it: nothing, a header, other targets; or, where several are unpacked, their names.
_BEFORE = re.compile(rb"(?:[^\n]*[:;])?[ \t\"(]*(?:[\w.]+[ \t]*=[ \t]*|\w+\.)*$")
_BEFORE_ONE = re.compile(rb"(?:[^\n]*[:;])?[\w,.* \t(\[\"]*$")
_CALL = re.compile(rb"[ \t(]*+(?:await[ \t]+)?(\w+)((?:\.\w+)*)\(")
_NAME = re.compile(rb"[A-Za-z_]\w*")
# Displays and calls that give containers, and types that are no arrays of JAX.
_CONTAINER = re.compile(
    rb"[ \t]*+(?:[{\[\d]|[fbr]?[\"'](?![A-Za-z_])|(?:Any|Callable|Counter|DefaultDict|Dict|False"
    rb"|List|Mapping|MutableMapping|None|OrderedDict|Sequence|Set|Shape|True|Tuple|bool|bytes"
    rb"|collections|defaultdict|dict|float|frozenset|int|list|np|numpy|object|onp|os|range|set"
    rb"|sorted|str|tuple|type|weakref)\b)"
)
# From one name to what it is made of, and so on.
_MAX_STEPS = 2


def may_assign_item(data: bytes) -> bool:
    """Whether there is an assignment to an item of what may be an array."""
    if not any(library in data for library in _LIBRARIES):
        return False
    evidence: Evidence | None = None
    seen: set[bytes] = set()
    for line in _lines(data):
        match = _TARGET.match(line)
        if match is None:
            continue
        name = match[2]
        if name in seen or _KEY.match(match[3]) or name.lower().endswith((b"ref", b"refs")):
            continue
        seen.add(name)
        evidence = evidence or Evidence(data)
        if evidence.of(name) or (b"][" in match[3] and evidence.holds(name)):
            return True
    return False


def _lines(data: bytes) -> Iterator[bytes]:
    """The lines that may assign to an item, or delete one."""
    for pattern in (_END, _DELETED):
        for match in pattern.finditer(data):
            start = data.rfind(b"\n", 0, match.start()) + 1
            line = data[start : match.end()]
            if line.lstrip().startswith(b"]"):
                yield _first_line(data, start)
            else:
                yield from line.split(b";")


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


class Evidence:
    """What the text says of the names in it, as far as types could tell."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._known: dict[bytes, bool] = {}
        if b'"cells"' in data:
            # In a notebook each line is a string.
            data = data.replace(b"\\n", b"\n").replace(b'"import', b"\nimport")
        for item in read_imports(data):
            full = f"{item.module}.{item.name}" if item.module else item.name
            top, _, rest = full.partition(".")
            is_maker = top == "jax" and not _MAKERS.isdisjoint(rest.split("."))
            name = (item.alias or top).encode()
            self._known[name] = is_maker or bool(item.module and top not in _TELL_NOTHING)

    def of(self, name: bytes, steps: int = _MAX_STEPS) -> bool:
        """Whether a name may be that of an array, or of a function or module that makes some."""
        if name not in self._known:
            # Not to be asked again meanwhile.
            self._known[name] = False
            self._known[name] = steps > 0 and any(
                not _CONTAINER.match(text) and self._tells(text, steps)
                for text in self._definitions(name)
            )
        return self._known[name]

    def holds(self, name: bytes) -> bool:
        """Whether a name may be that of a list or a dict of arrays."""
        return any(self._tells(text, _MAX_STEPS) for text in self._definitions(name))

    def _tells(self, text: bytes, steps: int) -> bool:
        if _ARRAY.search(text):
            return True
        call = _CALL.match(text)
        # Of a call it is the function that tells, or the array that it is a method of.
        words = [call[1], *call[2].split(b".")[-1:]] if call else _NAME.findall(text)
        return any(self.of(word, steps - 1) for word in dict.fromkeys(words) if word)

    def _definitions(self, name: bytes) -> Iterator[bytes]:
        data = self._data
        start = data.find(name)
        while start >= 0:
            end = start + len(name)
            if data[end : end + 1] in _FOLLOWING and _is_word(data, start, end):
                yield from self._at(start, end)
            start = data.find(name, end)

    def _at(self, start: int, end: int) -> Iterator[bytes]:
        data = self._data
        before = data[data.rfind(b"\n", 0, start) + 1 : start]
        if before.split()[-1:] == [b"def"]:
            match = _RETURNED.match(data, end)
        else:
            match = _ANNOTATED.match(data, end)
            if match is None and _BEFORE.fullmatch(before):
                match = _GIVEN.match(data, end)
                if match is not None and data[end : end + 1] == b"=" and _is_keyword(match[1]):
                    return
            is_several = b"," in before or b"for " in before or data[end : end + 1] == b","
            if match is None and is_several and _BEFORE_ONE.fullmatch(before):
                match = _UNPACKED.match(data, end)
        if match is not None:
            yield match[1]


def _is_keyword(value: bytes) -> bool:
    """Whether a line ends as that of a keyword argument does."""
    return value.rstrip().endswith(b",") or value.count(b")") > value.count(b"(")


_FOLLOWING = frozenset(byte.to_bytes() for byte in b" \t:=,)]*(")


def _is_word(data: bytes, start: int, end: int) -> bool:
    around = data[max(start - 1, 0) : start] + data[end : end + 1]
    return not any(byte == _UNDERSCORE or chr(byte).isalnum() for byte in around)


_UNDERSCORE = ord("_")
