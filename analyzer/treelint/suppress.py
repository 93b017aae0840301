"""Comments that switch findings off, and those that switch nothing off."""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from treelint.findings import Finding
    from treelint.source import SourceFile

_DIRECTIVE = re.compile(
    r"#\s*(?:"
    r"treelint:\s*(?P<scope>ignore|file-ignore)\b(?:\s*\[(?P<codes>[^\]]*)\])?"
    r"|noqa\b(?P<noqa>\s*:\s*[A-Z]+[0-9]+(?:(?:\s*,\s*|\s+)[A-Z]+[0-9]+)*)?"
    r")",
    re.IGNORECASE,
)
_MENTION = re.compile(r"treelint:|noqa", re.IGNORECASE)
_OWN_MENTION = re.compile(r"treelint:|noqa\s*:[^\n]*\bTL[0-9]", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z]+[0-9]+")
# Never switched off: without a syntax tree nothing else was looked for.
NEVER_IGNORED = frozenset({"TL900"})
UNUSED_IGNORE = "TL901"


@dataclass(frozen=True, slots=True)
class Directive:
    """One comment: on which row, for which codes (None: for all), for the whole file or not.

    `start` and `end` are indices into the source's text. `is_ours` is False for `noqa`, which
    speaks to other linters as well: `listed` holds their codes too.
    """

    row: int
    start: int
    end: int
    listed: tuple[str, ...]
    codes: tuple[str, ...] | None
    is_for_file: bool
    is_ours: bool

    def silences(self, finding: Finding) -> bool:
        """Whether the comment switches this finding off."""
        if finding.code in NEVER_IGNORED:
            return False
        if finding.code == UNUSED_IGNORE and self.codes is None:
            return False  # or a comment for everything would hide that it is for nothing
        if self.codes is not None and finding.code not in self.codes:
            return False
        return self.is_for_file or self.row in finding.comment_rows


@dataclass(frozen=True, slots=True)
class Unused:
    """A directive, or one code of it, that switches nothing off."""

    directive: Directive
    code: str | None


def directives(source: SourceFile, *, has_findings: bool) -> list[Directive]:
    """The suppressing comments of a file that can be parsed.

    Where nothing was found a bare `noqa`, or one for other linters, has nothing to say, so that
    the costly reading of comments is left out.
    """
    candidate = _MENTION if has_findings else _OWN_MENTION
    if candidate.search(source.text) is None:
        return []
    # tokenize counts rows as we do only where lines end in one way.
    text = "\n".join(source.lines) + "\n"
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [
        directive
        for token in tokens
        if token.type == tokenize.COMMENT
        for directive in _read(source, token)
    ]


def _read(source: SourceFile, token: tokenize.TokenInfo) -> Iterator[Directive]:
    row, column = token.start
    offset = source.line_start(row) + column
    for match in _DIRECTIVE.finditer(token.string):
        scope = match["scope"]
        written = match["codes"] if scope else match["noqa"]
        listed = tuple(code.upper() for code in _CODE.findall(written or ""))
        ours = listed if scope else tuple(code for code in listed if code.startswith("TL"))
        if listed and not ours:
            continue  # a noqa for other linters only
        yield Directive(
            row,
            offset + match.start(),
            offset + match.end(),
            listed,
            codes=None if written is None else ours,
            is_for_file=scope is not None and scope.lower() == "file-ignore",
            is_ours=scope is not None,
        )


def split(
    findings: Iterable[Finding], comments: list[Directive]
) -> tuple[list[Finding], list[Finding]]:
    """The findings that stay, and those that a comment switches off."""
    stay: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        hit = any(comment.silences(finding) for comment in comments)
        (silenced if hit else stay).append(finding)
    return stay, silenced


def unused(
    comments: list[Directive],
    silenced: list[Finding],
    is_looked_for: Callable[[str], bool],
    *,
    all_on: bool,
) -> Iterator[Unused]:
    """The comments that switch nothing off, of the codes that this run has looked for.

    A comment for all codes is unused only where every rule has been asked; a bare `noqa` is
    for other linters as well, and never called unused.
    """
    for comment in comments:
        if comment.codes is None:
            is_used = any(comment.silences(finding) for finding in silenced)
            if comment.is_ours and all_on and not is_used:
                yield Unused(comment, None)
            continue
        used = {finding.code for finding in silenced if comment.silences(finding)}
        for code in comment.codes:
            if code not in used and is_looked_for(code):
                yield Unused(comment, code)
