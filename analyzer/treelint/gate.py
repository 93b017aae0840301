"""The gate: most files mention no tree code, and cost a read and a few byte searches."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from treelint.fullnames import FUNCTION_NAMES
from treelint.reach import EVERYTHING, Reach
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import PurePath

    from treelint.rule import Rule

    _Sign: TypeAlias = tuple[str, tuple[bytes, ...], bytes, Callable[[bytes], bool] | None]


@dataclass(frozen=True, slots=True)
class Gate:
    """For each module token, the name tokens that make a file a candidate if both occur.

    The module token is empty for names that say enough without it. A needle is one word, so that
    no way to import or to alias a function hides it. The signs are for what has no name of its
    own: words, and a regular expression for files that hold them all, or a function; each with
    the code of its rule.
    """

    needles: tuple[tuple[bytes, tuple[bytes, ...]], ...]
    signs: tuple[_Sign, ...] = ()

    def reach(self, data: bytes, path: PurePath) -> Reach:
        """Which rules may find something in a file.

        One with a name of the libraries may hold what any rule looks at: models have types, and
        these come from anywhere. One with a sign alone is of interest to the rule of that sign.
        """
        if b"treelint:" in data or (b"noqa" in data and b"TL" in data):
            return EVERYTHING
        # Several rules ask for the same words: each is looked for once.
        known: dict[bytes, bool] = {}

        def has(word: bytes) -> bool:
            found = known.get(word)
            if found is None:
                found = known[word] = word in data
            return found

        if any(
            any(has(name) and _has_word(data, name) for name in names)
            # Within a package of that name the imports may be relative.
            for module, names in self.needles
            if has(module) or module.decode() in path.parts
        ):
            return EVERYTHING
        return Reach(
            frozenset(
                code
                for code, words, pattern, glance in self.signs
                # `re` compiles a pattern once, and only if a file gets as far as this.
                if all(map(has, words))
                and re.search(pattern, data, re.MULTILINE)
                and (glance is None or glance(data))
            )
        )


def _has_word(data: bytes, name: bytes) -> bool:
    """Whether a name stands somewhere as a whole word: `struct`, not `structure`."""
    start = data.find(name)
    while start >= 0:
        end = start + len(name)
        around = data[start - 1 : start] + data[end : end + 1] if start else data[end : end + 1]
        if not any(_is_part_of_name(byte) for byte in around):
            return True
        start = data.find(name, end)
    return False


def _is_part_of_name(byte: int) -> bool:
    return byte == _UNDERSCORE or byte > _LAST_ASCII or chr(byte).isalnum()


_UNDERSCORE = ord("_")
_LAST_ASCII = 127


def gate(rules: Iterable[Rule], aliases: Mapping[str, str]) -> Gate:
    """The gate for a choice of rules, and for the project's own names for what they look at."""
    rules = tuple(rules)
    wanted = {name for rule in rules for name in rule.names}
    wanted |= {alias for alias, target in aliases.items() if target in wanted}
    needles: defaultdict[str, set[str]] = defaultdict(set)
    for name in wanted:
        module, *_, last = name.split(".")
        # Two words in one say enough by themselves, whichever module passes the function on.
        is_telling = last in FUNCTION_NAMES and "_" in last
        needles["" if is_telling else module].add(last)
    return Gate(
        tuple(
            (module.encode(), tuple(sorted(name.encode() for name in names)))
            for module, names in sorted(needles.items())
        ),
        tuple(
            (
                rule.code,
                tuple(word.encode() for word in sign.words),
                sign.pattern.encode(),
                sign.glance,
            )
            for rule in rules
            for sign in rule.signs
        ),
    )
