"""`--add-ignores`: a comment for every finding, so that only new ones are reported later."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from treelint import engine
from treelint.comment_places import places_of, splices_of
from treelint.findings import NEVER_IGNORED, UNUSED_IGNORE
from treelint.fingerprint import key
from treelint.parse import ParseFailure, parse_file
from treelint.records import dataclass, replace
from treelint.report.model import FileReport
from treelint.report.place import position
from treelint.report.summary import count_of
from treelint.source import Failure, decode, read_bytes, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.configure import Configurer
    from treelint.engine import Config
    from treelint.findings import Finding
    from treelint.fingerprint import Key
    from treelint.report.model import Report
    from treelint.source import SourceFile

_UNSOUND = (
    "no comments added, as they would change more than what is ignored; this is a mistake in "
    "treelint, please report it with the file"
)


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
    places = places_of(tidy, findings)
    splices = sorted(splices_of(tidy, places), key=lambda splice: splice.start)
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
