"""Comments that switch findings off, and those that switch nothing off."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from treelint.findings import NEVER_IGNORED, UNUSED_IGNORE
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from treelint.findings import Finding
    from treelint.source import SourceFile

# `re` compiles a pattern when it is first used, and keeps it: most runs use none of these.
_OUR_NOQA = r"noqa\s*:[^\n]*\btl[0-9]"

# A directive begins its comment, or follows other words after a `#` of its own. In prose, such
# as a comment that shows one between backticks, it is none.
_OURS = (
    r"(?i)(?:^|(?<=\s))#\s*treelint:\s*(?P<scope>ignore|file-ignore)(?![\w-])"
    r"(?:\s*\[(?P<listed>[^\]]*)\]|(?P<broken>\s*\[.*|\s+[A-Z]+[0-9]+\b.*))?"
)
_NOQA = (
    r"(?i)(?:^|(?<=\s))#\s*noqa(?![\w-])"
    r"(?:\s*:\s*(?P<listed>[A-Z]+[0-9]+\b(?:(?:\s*,\s*|\s+)[A-Z]+[0-9]+\b)*)|(?!\s*:))"
)
_ITEM = r"[^\s,]+"


@dataclass(frozen=True, slots=True)
class Listed:
    """One code in a directive, and where it stands, as indices into the source's text."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppressing comment; `start` and `end` are indices into the source's text.

    `listed` holds its codes, those of other linters too; None is for all codes. `comment` is
    where the comment begins that it stands in, which may hold other words. One that is
    `broken` cannot be read, and switches nothing off.
    """

    row: int
    comment: int
    start: int
    end: int
    listed: tuple[Listed, ...] | None
    is_for_file: bool = False
    is_ours: bool = True
    is_broken: bool = False

    def silences(self, finding: Finding) -> bool:
        """Whether the comment switches this finding off."""
        if finding.code in NEVER_IGNORED or self.is_broken:
            return False
        if self.listed is None and finding.code == UNUSED_IGNORE:
            return False  # or a comment for everything would hide that it is for nothing
        if self.listed is not None and all(item.code != finding.code for item in self.listed):
            return False
        return self.is_for_file or self.row in finding.comment_rows


@dataclass(frozen=True, slots=True)
class Unused:
    """A directive, or one code of it, that switches nothing off."""

    directive: Directive
    item: Listed | None


def directives(source: SourceFile, *, has_findings: bool) -> list[Directive]:
    """The suppressing comments of a file that can be parsed.

    Where nothing was found a bare `noqa`, or one for other linters, has nothing to say, so that
    the costly reading of comments is left out.
    """
    # Words first, as most files hold neither: a pattern that minds no case is slow.
    lowered = source.text.lower()
    if "treelint:" not in lowered and (
        "noqa" not in lowered or not (has_findings or re.search(_OUR_NOQA, lowered))
    ):
        return []
    return [comment for above, lines in source.parts for comment in _in(source, above, lines)]


def _in(source: SourceFile, above: int, lines: Iterable[str]) -> Iterator[Directive]:
    """The comments in some lines of a file, of which there are others above."""
    # Loaded here: most files have no such comment.
    import io
    import tokenize

    # tokenize counts rows as we do only where lines end in one way.
    text = "\n".join(lines) + "\n"
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                row, column = above + token.start[0], token.start[1]
                yield from _read(token.string, row, source.line_start(row) + column)
    except (tokenize.TokenError, IndentationError):
        # tokenize rejects some odd ends of files that the parser takes; what it has read holds.
        pass


def _read(comment: str, row: int, offset: int) -> Iterator[Directive]:
    for match in re.finditer(_OURS, comment):
        listed = None if match["listed"] is None else tuple(_listed(match, offset))
        yield Directive(
            row,
            offset,
            offset + match.start(),
            offset + match.end(),
            listed,
            is_for_file=match["scope"].lower() == "file-ignore",
            is_broken=match["broken"] is not None or listed == (),
        )
    for match in re.finditer(_NOQA, comment):
        listed = None if match["listed"] is None else tuple(_listed(match, offset))
        if listed is not None and not any(item.code.startswith("TL") for item in listed):
            continue  # for other linters only
        start, end = offset + match.start(), offset + match.end()
        yield Directive(row, offset, start, end, listed, is_ours=False)


def _listed(match: re.Match[str], offset: int) -> Iterator[Listed]:
    start = offset + match.start("listed")
    for item in re.finditer(_ITEM, match["listed"]):
        yield Listed(item.group().upper(), start + item.start(), start + item.end())


@dataclass(frozen=True, slots=True)
class Silenced:
    """What comments leave of some findings, and for which codes each comment was of use."""

    stay: list[Finding]
    used: dict[Directive, set[str]]


def silence(findings: Iterable[Finding], comments: list[Directive]) -> Silenced:
    """Take out the findings that a comment switches off."""
    by_row: defaultdict[int | None, list[Directive]] = defaultdict(list)
    for comment in comments:
        by_row[None if comment.is_for_file else comment.row].append(comment)
    silenced = Silenced([], {comment: set() for comment in comments})
    for finding in findings:
        rows = (*finding.comment_rows, None)
        near = (comment for row in rows for comment in by_row.get(row, ()))
        hits = [comment for comment in near if comment.silences(finding)]
        for comment in hits:
            silenced.used[comment].add(finding.code)
        if not hits:
            silenced.stay.append(finding)
    return silenced


def unused(
    silenced: Silenced, is_looked_for: Callable[[str], bool], *, all_on: bool
) -> Iterator[Unused]:
    """The comments that switch nothing off, of the codes that this run has looked for.

    A comment for all codes is unused only where every rule has been asked; a bare `noqa` is
    for other linters as well, and never called unused.
    """
    for comment, used in silenced.used.items():
        is_idle = comment.listed is None and comment.is_ours and all_on and not used
        if comment.is_broken or is_idle:
            yield Unused(comment, None)
            continue
        for item in comment.listed or ():
            ours = comment.is_ours or item.code.startswith("TL")
            if ours and item.code not in used and is_looked_for(item.code):
                yield Unused(comment, item)
