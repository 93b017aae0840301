"""The glob patterns of the settings, matched against many paths."""

from __future__ import annotations

import os
import re
from functools import cache

from treelint.records import dataclass

_WILD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Some patterns; those without wildcards, which are most, are looked up."""

    plain: frozenset[str]
    wild: re.Pattern[str] | None

    def fit(self, name: str, path: str) -> bool:
        """Whether one fits the name of a file or folder, or its path from the settings' root."""
        names = (os.path.normcase(name), os.path.normcase(path))
        if not self.plain.isdisjoint(names):
            return True
        return self.wild is not None and any(map(self.wild.match, names))


@cache
def compiled(patterns: tuple[str, ...]) -> Patterns:
    """The patterns, ready to be matched; a slash at the end says nothing."""
    stripped = [os.path.normcase(pattern.rstrip("/")) for pattern in patterns]
    wild = [pattern for pattern in stripped if _WILD.search(pattern)]
    regex = None
    if wild:
        # Loaded here: few projects have any.
        from fnmatch import translate

        regex = re.compile("|".join(map(translate, wild)))
    return Patterns(frozenset(stripped) - frozenset(wild), regex)


def path_from(root: str, absolute: str) -> str:
    """The path from the settings' root, or the absolute one where it lies elsewhere."""
    prefix = root if root.endswith(os.sep) else root + os.sep
    path = absolute.removeprefix(prefix)
    return path if os.sep == "/" else path.replace(os.sep, "/")
