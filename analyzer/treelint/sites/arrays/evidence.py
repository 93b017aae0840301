"""What the text of a file says of the names in it, as far as types could tell."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from functools import cached_property
from itertools import chain, islice
from keyword import kwlist
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from treelint.import_lines import read_imports

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a part of the text begins and ends.
Part: TypeAlias = tuple[int, int]

# What an array of JAX is annotated as, and the modules whose functions make some.
_ARRAY = re.compile(
    rb"\b(?:Array|ArrayDevice|PRNGKey|PRNGKeyArray|Tracer|jax\.(?:numpy|random|nn))\b"
    rb"|\b(?:BFloat|Bool|Complex|Float|Inexact|Int|Integer|Key|Num|Real|Shaped|UInt)\d*\["
)
_MAKERS = frozenset({"lax_numpy", "nn", "numpy", "random"})
_TYPES = frozenset({"Array", "Tracer"})
# Modules with no functions that are annotated to return arrays of JAX.
_TELL_NOTHING = sys.stdlib_module_names | {
    *("cloudpickle", "h5py", "jax", "jaxlib", "matplotlib", "mpmath", "numpy", "pandas"),
    *("pytest", "scipy", "tensorflow", "torch", "tqdm", "typing_extensions"),
}
# Behind a name: what it is given, or annotated with, up to the end of the line or the next one.
_GIVEN = re.compile(rb"[ \t]*+:?=(?!=)[ \t]*+([^\n]*[(\[{,\\]\r?\n[^\n]*|[^\n]*)")
_ANNOTATED = re.compile(rb"[ \t]*+:[ \t]*+([\"'A-Za-z_][^\n]*)")
_UNPACKED = re.compile(rb"[\w,* \t)\].\[]*?(?:=(?!=)|\bin\b)([^\n]*)")
_RETURNED = re.compile(rb"\([^\n]*(?:\n(?![ \t]*(?:def|class)\b)[^\n]*){0,12}?->[ \t]*+([^\n]*)")
_PARAMETERS = re.compile(rb"[ \t]*+(?:async[ \t]+)?def[ \t][^\n)]*$")
_TESTED = re.compile(rb"[ \t]*+,([^\n]*)")
# Before it: nothing, a header, other targets; or, where several are unpacked, their names.
_BEFORE = re.compile(rb"(?:[^\n]*[:;])?[ \t\"(]*(?:[\w.]+[ \t]*=[ \t]*|\w+\.)*$")
_BEFORE_ONE = re.compile(rb"(?:[^\n]*[:;])?(?:[\w,.* \t\"]|(?<![\w\])])[(\[])*$")
_TRANSPARENT = re.compile(rb"\b(?:\w*copy|enumerate|reversed|zip)\(")
_ARGUMENTS = re.compile(rb"(?<=[\w\])])(?:\([^()]*+\)|\[[^][]*+\])")
_OPEN = re.compile(rb"(?<=[\w\])])[(\[].*", re.DOTALL)
_CHAIN = re.compile(rb"\.?\b[A-Za-z_]\w*(?:\.\w+)*")
# Displays, strings, numbers, and types that are no arrays of JAX.
_NO_ARRAY = re.compile(
    rb"[ \t]*+(?:[{\[]|[fbr]?[\"'](?![A-Za-z_])|[\d.]+[ \t]*+(?:[,;#)\r\n]|$)"
    rb"|(?:Any|Callable|Counter|DefaultDict|Dict|False|List|Mapping|MutableMapping|None"
    rb"|OrderedDict|Sequence|Set|Shape|True|Tuple|bool|bytes|defaultdict|dict|float|frozenset"
    rb"|int|list|object|range|set|str|tuple|type)\b(?!\())"
)
# `x.shape`: no array, whatever `x` is.
_DESCRIPTION = re.compile(rb"[\w.]+\.(?:dtype|ndim|shape)\b")
# A line of a docstring that looks like an annotation: words that no operator joins.
_PROSE = re.compile(rb"[\w.]++[ \t]++(?!(?:and|else|if|in|is|not|or)\b)[A-Za-z]")
# What begins a statement of the module itself, if it is not in a string.
_START = re.compile(rb"\n[^\s#)\]}]")
_DEFINITION = re.compile(rb"(?:async|class|def)[ \t]")
_GLOBAL = re.compile(rb"global[ \t]++([\w, \t]++)")
_WORD = re.compile(rb"\w+")
# Words that are none of the file's names, and functions that give no arrays.
_NO_NAMES = frozenset(
    name.encode()
    for name in (
        *kwlist,
        *("bool", "bytes", "dict", "enumerate", "float", "frozenset", "getattr", "int", "len"),
        *("list", "object", "range", "set", "sorted", "str", "super", "tuple", "type", "zip"),
    )
)


class _Text(NamedTuple):
    """What is said of a name, and where."""

    words: bytes
    place: int


class Evidence:
    """What the text says of the names in it.

    Variables have the types of what they are given where they are in scope: of one that a function
    binds, all else in the file that has its name tells nothing.
    """

    def __init__(self, data: bytes) -> None:
        self._is_notebook = b'"cells"' in data
        if self._is_notebook:
            # Each line is a string.
            data = data.replace(b"\\n", b"\n").replace(b'"import', b"\nimport")
        self._data = data
        self.whole: Part = (0, len(data))
        self._ruled_out: set[tuple[bytes, Part]] = set()

    def part(self, place: int) -> Part:
        """The function or class of the module that a place is in, or else the whole of the file.

        In a notebook, that of a line in the file is not known.
        """
        index = bisect_right(self._starts, place) - 1
        if self._is_notebook or index < 0:
            return self.whole
        start = self._starts[index]
        if not _DEFINITION.match(self._data, start):
            return self.whole
        return start, next(
            (
                other
                for other in islice(self._starts, index + 1, None)
                if _DEFINITION.match(self._data, other)
            ),
            len(self._data),
        )

    @cached_property
    def _starts(self) -> list[int]:
        """Where the lines that are not indented begin."""
        return [match.end() - 1 for match in _START.finditer(self._data)]

    def may_be_array(self, name: bytes, part: Part) -> bool:
        """Whether a name may be that of an array."""
        texts = list(self._texts(name, part))
        telling = [text for text in texts if text.words and not _NO_ARRAY.match(text.words)]
        if not telling:
            return not texts and self._imported.get(name, False)
        asked = {(name, part)}
        if any(self._tells(text, asked) for text in telling):
            return True
        # Nor is what it was made of.
        self._ruled_out |= asked
        return False

    def may_hold_arrays(self, name: bytes, part: Part) -> bool:
        """Whether a name may be that of a list or a dict of arrays."""
        return any(self._tells(text, set()) for text in self._texts(name, part))

    def _leads_to_array(self, name: bytes, part: Part, asked: set[tuple[bytes, Part]]) -> bool:
        """The same, or a function or module that makes arrays; `asked` are the names asked for."""
        key = name, part
        if name in _NO_NAMES or key in asked or key in self._ruled_out:
            return False
        asked.add(key)
        return any(
            not _NO_ARRAY.match(text.words) and self._tells(text, asked)
            for text in self._texts(name, part)
        )

    def _tells(self, text: _Text, asked: set[tuple[bytes, Part]]) -> bool:
        """Whether it is an array that the text speaks of, or something made of one."""
        if _ARRAY.search(text.words):
            return True
        part = self.part(text.place)
        chains = _CHAIN.findall(_DESCRIPTION.sub(b"", _skeleton(text.words)))
        return any(self._chain_tells(chain, part, asked) for chain in dict.fromkeys(chains))

    def _chain_tells(self, chain: bytes, part: Part, asked: set[tuple[bytes, Part]]) -> bool:
        first, *others = chain.split(b".")
        if first in self._imported:
            return self._imported[first]
        return (bool(first) and self._leads_to_array(first, part, asked)) or any(
            self._leads_to_array(other, self.whole, asked) for other in others
        )

    @cached_property
    def _imported(self) -> dict[bytes, bool]:
        """The names that are imported, and whether they may be those of arrays, or make some."""
        found: dict[bytes, bool] = {}
        for item in read_imports(self._data):
            full = f"{item.module}.{item.name}" if item.module else item.name
            top, _, rest = full.partition(".")
            is_maker = top == "jax" and not _MAKERS.isdisjoint(rest.split("."))
            name = (item.alias or top).encode()
            found[name] = is_maker or item.name in _TYPES or top not in _TELL_NOTHING
        return found

    def _texts(self, name: bytes, part: Part) -> Iterator[_Text]:
        """What a name is given or annotated with: in the part, or if that binds it not, anywhere.

        A variable of the module may be meant, too, where the part binds one of the same name.
        """
        if part == self.whole or name in self._globals:
            return self._definitions(name, self.whole)
        inside = list(self._definitions(name, part))
        if not inside:
            return self._definitions(name, self.whole)
        return chain(inside, self._of_module(name))

    @cached_property
    def _globals(self) -> frozenset[bytes]:
        """The variables of the module that some function assigns."""
        return frozenset(_WORD.findall(b" ".join(_GLOBAL.findall(self._data))))

    def _of_module(self, name: bytes) -> Iterator[_Text]:
        """What a line of the module itself gives a name."""
        data, line = self._data, b"\n" + name
        start = data.find(line)
        while start >= 0:
            end = start + len(line)
            if data[end : end + 1] in _FOLLOWING:
                yield from self._at(start + 1, end)
            start = data.find(line, end)

    def _definitions(self, name: bytes, part: Part) -> Iterator[_Text]:
        data, (start, limit) = self._data, part
        start = data.find(name, start, limit)
        while start >= 0:
            end = start + len(name)
            following, before = data[end : end + 1], data[start - 1 : start]
            if following in _FOLLOWING and before not in _PARTS_OF_NAMES:
                yield from self._at(start, end)
            start = data.find(name, end, limit)

    def _at(self, start: int, end: int) -> Iterator[_Text]:
        """What the text around one place says of the name that stands there."""
        data = self._data
        before = data[data.rfind(b"\n", 0, start) + 1 : start]
        if before.split()[-1:] == [b"def"]:
            match = _RETURNED.match(data, end)
        elif before.endswith(b"isinstance("):
            match = _TESTED.match(data, end)
        elif match := _ANNOTATED.match(data, end):
            if not _PROSE.match(match[1]):
                yield _Text(_first(match[1]), start)
            return
        else:
            match = _given(data, before, end)
        if match is not None:
            yield _Text(match[1], start)
        elif _PARAMETERS.match(before):
            yield _Text(b"", start)  # bound, and nothing is said of it


def _given(data: bytes, before: bytes, end: int) -> re.Match[bytes] | None:
    """What is given to the name that ends there, alone or with others."""
    is_close = data[end : end + 1] == b"="
    if _BEFORE.fullmatch(before):
        match = _GIVEN.match(data, end)
        if match is not None:
            return None if is_close and _is_keyword(match[1]) else match
    is_several = b"," in before or b"for " in before or data[end : end + 1] == b","
    return _UNPACKED.match(data, end) if is_several and _BEFORE_ONE.fullmatch(before) else None


def _skeleton(expression: bytes) -> bytes:
    """An expression without arguments and indices: `f(x)[0] + y.g(z)` is `f + y.g`.

    Those of functions stay that give the like of what they are given.
    """
    expression, found = _TRANSPARENT.sub(b"(", expression), 1
    while found:
        expression, found = _ARGUMENTS.subn(b"", expression)
    # Those that go on in the next line.
    return _OPEN.sub(b"", expression)


def _first(text: bytes) -> bytes:
    """A line as far as to a comma, a comment, or the end of what is around it."""
    depth = 0
    for match in _SIGN.finditer(text):
        sign = match[0]
        if sign in b"([{":
            depth += 1
        elif sign in b")]}":
            depth -= 1
        if depth < 0 or (not depth and sign in b",#"):
            return text[: match.start()]
    return text


_SIGN = re.compile(rb"[][(){},#]")


def _is_keyword(value: bytes) -> bool:
    """Whether a line ends as that of a keyword argument does."""
    return value.rstrip().endswith(b",") or value.count(b")") > value.count(b"(")


_FOLLOWING = frozenset(byte.to_bytes() for byte in b" \t:=,)]*(")
_PARTS_OF_NAMES = frozenset(
    byte.to_bytes() for byte in range(256) if chr(byte).isalnum() or byte == ord("_")
)
