"""`--add-ignores`: a comment for every finding, so that only new ones are reported later."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from treelint import engine
from treelint.findings import NEVER_IGNORED, UNUSED_IGNORE, Splice
from treelint.fingerprint import key
from treelint.parse import ParseFailure, parse_file
from treelint.records import dataclass, replace
from treelint.report.model import FileReport
from treelint.report.place import position
from treelint.report.summary import count_of
from treelint.source import Failure, decode, read_bytes, write
from treelint.suppress import directives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from treelint.configure import Configurer
    from treelint.engine import Config
    from treelint.findings import Finding
    from treelint.fingerprint import Key
    from treelint.report.model import Report
    from treelint.source import SourceFile
    from treelint.suppress import Directive

_UNSOUND = (
    "no comments added, as they would change more than what is ignored; this is a mistake in "
    "treelint, please report it with the file"
)
# What begins and ends a string that Python reads in parts; which there are depends on its version.
_OPENING = {getattr(tokenize, name, None) for name in ("FSTRING_START", "TSTRING_START")}
_CLOSING = {getattr(tokenize, name, None) for name in ("FSTRING_END", "TSTRING_END")}


@dataclass(frozen=True, slots=True)
class _Ignored:
    """A file with comments for its findings; `file` holds those that no comment can stand at."""

    file: FileReport
    source: SourceFile
    added: int


def add_ignores(report: Report, configurer: Configurer) -> Report:
    """Write the comments, and return the report of what remains."""
    results = [_in_file(file, configurer) for file in report.files]
    files: list[FileReport] = []
    failures, notes, added = list(report.failures), list(report.notes), list[int]()
    for file, result in zip(report.files, results, strict=True):
        if isinstance(result, Failure):
            failures.append(result)
        elif result is not None:
            added.append(result.added)
            notes += _left_over(result.file)
        files.append(result.file if isinstance(result, _Ignored) else file)
    where = count_of(sum(map(bool, added)), "file")
    notes.append(f"added {count_of(sum(added), 'comment')} in {where}")
    return replace(report, files=files, failures=failures, notes=notes)


def _left_over(file: FileReport) -> Iterator[str]:
    for item in file.findings:
        if item.code not in NEVER_IGNORED:
            place = f"{item.filename}:{position(item)}"
            yield f"{place}: no comment can stand there for {item.code}"


def _in_file(file: FileReport, configurer: Configurer) -> _Ignored | Failure | None:
    """Add the comments that one file needs, and write it; None if it needs none."""
    source = file.source
    if source is None or all(item.code in NEVER_IGNORED for item in file.findings):
        return None
    path = Path(source.filename)
    data = read_bytes(path, source.filename)
    if isinstance(data, Failure):
        return data
    if decode(data, source.filename) != source:
        return Failure(source.filename, "changed since it was read, left as it is; run again")
    result = with_ignores(file, source, configurer.config(path)[0])
    if isinstance(result, Failure) or result.source == source:
        return result
    return write(path, result.source, data) or result


def with_ignores(file: FileReport, source: SourceFile, config: Config) -> _Ignored | Failure:
    """The source with a comment for each finding, checked again; nothing is written."""
    known = Counter(key(finding, file) for finding in file.known)
    tidy, findings = _tidied(source, file.findings, config, known)
    places = _places(tidy, findings)
    splices = sorted(_splices(tidy, places), key=lambda splice: splice.start)
    if not tidy.accepts(splices):
        return Failure(source.filename, _UNSOUND)
    after = tidy.spliced(splices)
    left = _remaining(after, config, known)
    expected = Counter(finding.code for finding in places.get(None, ()))
    if not _is_same(source, after) or Counter(finding.code for finding in left) != expected:
        return Failure(source.filename, _UNSOUND)
    added = sum(row is not None for row in places)
    return _Ignored(replace(file, findings=left, source=after), after, added)


def _tidied(
    source: SourceFile, findings: Sequence[Finding], config: Config, known: Counter[Key]
) -> tuple[SourceFile, Sequence[Finding]]:
    """Comments that ignore nothing are taken out rather than ignored in turn."""
    fixes = [item.fix for item in findings if item.code == UNUSED_IGNORE and item.fix]
    if not fixes:
        return source, findings
    from treelint import surgery

    tidy, _ = surgery.apply(source, fixes)
    return tidy, _remaining(tidy, config, known)


def _remaining(source: SourceFile, config: Config, known: Counter[Key]) -> list[Finding]:
    """What is found, less what the baseline holds."""
    checked = engine.check(source, config)
    file = FileReport(checked.findings, source)
    left = Counter(known)
    remaining: list[Finding] = []
    for finding in checked.findings:
        known_by = key(finding, file)
        if left[known_by] > 0:
            left[known_by] -= 1
        else:
            remaining.append(finding)
    return remaining


def _is_same(before: SourceFile, after: SourceFile) -> bool:
    """Whether two sources differ in comments only."""
    trees = [parse_file(before), parse_file(after)]
    dumps = [None if isinstance(tree, ParseFailure) else ast.dump(tree.tree) for tree in trees]
    return None not in dumps and dumps[0] == dumps[1]


def _places(source: SourceFile, findings: Iterable[Finding]) -> dict[int | None, list[Finding]]:
    """The row for the comment on each finding, None where there is none to put it on."""
    comments = directives(source, has_findings=True)
    ours = _ours(comments)
    # A comment that cannot be read takes in whatever is written behind it.
    closed = _closed_rows(source) | {comment.row for comment in comments if comment.is_broken}
    above = {cell.number: cell.above for cell in source.cells}
    places: defaultdict[int | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        own = finding.start.row + (0 if finding.cell is None else above[finding.cell])
        row = min(
            finding.comment_rows - closed,
            # Where a comment of ours stands already, its codes are added to.
            key=lambda row: (row not in ours, abs(row - own), row),
            default=None,
        )
        places[None if finding.code in NEVER_IGNORED else row].append(finding)
    return places


def _ours(comments: Iterable[Directive]) -> dict[int, Directive]:
    """The comments for certain codes that stand there, by row."""
    return {
        comment.row: comment
        for comment in comments
        if comment.is_ours and comment.listed and not (comment.is_for_file or comment.is_broken)
    }


def _splices(
    source: SourceFile, places: Mapping[int | None, Iterable[Finding]]
) -> Iterator[Splice]:
    ours = _ours(directives(source, has_findings=True))
    for row, findings in places.items():
        if row is None:
            continue
        codes = ", ".join(sorted({finding.code for finding in findings}))
        comment = ours.get(row)
        if comment is not None and comment.listed:
            end = comment.listed[-1].end
            yield Splice(end, end, f", {codes}")
            continue
        line, start = source.lines[row - 1], source.line_start(row)
        # In the place of blanks at the end of the line.
        yield Splice(
            start + len(line.rstrip()), start + len(line), f"  # treelint: ignore[{codes}]"
        )


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
