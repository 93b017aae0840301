"""Where an ignore comment can stand for a finding, and what it changes there."""

from __future__ import annotations

import io
import tokenize
from collections import defaultdict
from typing import TYPE_CHECKING

from treelint.findings import NEVER_IGNORED, Splice
from treelint.suppress import directives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from treelint.findings import Finding
    from treelint.source import SourceFile
    from treelint.suppress import Directive

# What begins and ends a string that Python reads in parts; which there are depends on its version.
_OPENING = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")}
_CLOSING = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")}


def places_of(source: SourceFile, findings: Iterable[Finding]) -> dict[int | None, list[Finding]]:
    """The row for the comment on each finding, None where there is none to put it on."""
    comments = directives(source, has_findings=True)
    ours = _ours(comments)
    # A comment that cannot be read takes in whatever is written behind it.
    closed = _closed_rows(source) | {comment.row for comment in comments if comment.is_broken}
    above = {cell.number: cell.above for cell in source.cells}
    places: defaultdict[int | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        own = finding.start.row + (0 if finding.cell is None else above[finding.cell])
        open_rows = (
            row
            for row in finding.comment_rows - closed
            if source.accepts([_splice(source, row, finding.code, ours.get(row))])
        )
        # Where a comment of ours stands already, its codes are added to.
        nearest = min(
            open_rows, key=lambda row: (row not in ours, abs(row - own), row), default=None
        )
        places[None if finding.code in NEVER_IGNORED else nearest].append(finding)
    return places


def splices_of(
    source: SourceFile, places: Mapping[int | None, Iterable[Finding]]
) -> Iterator[Splice]:
    """The changes that put the comments there."""
    ours = _ours(directives(source, has_findings=True))
    for row, findings in places.items():
        if row is not None:
            codes = ", ".join(sorted({finding.code for finding in findings}))
            yield _splice(source, row, codes, ours.get(row))


def _splice(source: SourceFile, row: int, codes: str, ours: Directive | None) -> Splice:
    """The codes added to our comment on a row, or a comment of their own at its end."""
    if ours is not None and ours.listed:
        end = ours.listed[-1].end
        return Splice(end, end, f", {codes}")
    line, start = source.lines[row - 1], source.line_start(row)
    # In the place of blanks at the end of the line.
    return Splice(start + len(line.rstrip()), start + len(line), f"  # treelint: ignore[{codes}]")


def _ours(comments: Iterable[Directive]) -> dict[int, Directive]:
    """The comments for certain codes that stand there, by row."""
    return {
        comment.row: comment
        for comment in comments
        if comment.is_ours and comment.listed and not (comment.is_for_file or comment.is_broken)
    }


def _closed_rows(source: SourceFile) -> set[int]:
    """The rows at whose end no comment can stand: within a string, or before a continuation."""
    return {above + row for above, lines in source.parts for row in _closed(lines)}


def _closed(lines: Sequence[str]) -> set[int]:
    # tokenize counts rows as we do only where lines end in one way.
    text = "\n".join(lines) + "\n"
    closed: set[int] = set()
    commented: set[int] = set()
    opened: list[int] = []
    read = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            first, read = token.start[0], token.end[0]
            if token.type == tokenize.COMMENT:
                commented.add(first)
            elif token.type == tokenize.STRING:
                closed |= set(range(first, read))
            elif token.type in _OPENING:
                opened.append(first)
            elif token.type in _CLOSING:
                closed |= set(range(opened.pop(), read))
    except (tokenize.TokenError, IndentationError):
        # tokenize rejects some odd ends of files that the parser takes.
        closed |= set(range(read, len(lines) + 1))
    continued = {row for row, line in enumerate(lines, 1) if line.endswith("\\")}
    return closed | (continued - commented)
