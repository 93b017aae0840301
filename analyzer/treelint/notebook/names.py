"""The names that text may give a value to, where the text cannot be parsed as Python."""

from __future__ import annotations

import keyword
import re

_WORD = re.compile(r"(?<![.\w])[^\W\d]\w*")
# A variable before one of these is read, unless something before it binds it.
_IS_READ = re.compile(r"[ \t]*[.(\[]")
_BINDS = re.compile(r"\b(?:import\b[^;]*|def[ \t]+|class[ \t]+)\Z")
_TARGETS = re.compile(r"(?<![-.\w])((?:[^\W\d]\w*[ \t]*,[ \t]*)*[^\W\d]\w*)[ \t]*=(?!=)")


def perhaps_bound(text: str) -> frozenset[str]:
    """Every word that may be the target of an assignment, an import, a loop and so on.

    Rather some too many: of a name in here nothing is known.
    """
    return frozenset(
        word.group()
        for word in _WORD.finditer(text)
        if not keyword.iskeyword(word.group()) and _may_be_bound(text, word)
    )


def assigned(text: str) -> frozenset[str]:
    """The words before a `=`, with commas between them."""
    targets = (found[1] for found in _TARGETS.finditer(text))
    return frozenset(word.group() for target in targets for word in _WORD.finditer(target))


def _may_be_bound(text: str, word: re.Match[str]) -> bool:
    if not _IS_READ.match(text, word.end()):
        return True
    line_start = 1 + max(text.rfind(mark, 0, word.start()) for mark in "\r\n")
    return _BINDS.search(text, line_start, word.start()) is not None
