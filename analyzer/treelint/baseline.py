"""Findings that are known: recorded in a file, and left out of later reports.

One is known again by its rule, its file and its line's text, so that it may move; by how many
there are of the same, so that a new one on an equal line is reported. Paths are relative to the
folder of the baseline, so that it can be committed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from treelint.findings import NEVER_IGNORED
from treelint.fingerprint import Key, key
from treelint.records import dataclass, replace
from treelint.report.summary import count_of
from treelint.rules import find_rule
from treelint.source import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from treelint.configure import Configurer
    from treelint.findings import Finding
    from treelint.report.model import FileReport, Report

_VERSION = 1
_SHOWN = 3

Value: TypeAlias = Any  # whatever JSON can hold


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings recorded in a file, and how many of each, by the path of their file."""

    path: Path
    known: dict[str, Counter[Key]]


def read(path: Path) -> Baseline | Failure:
    """The baseline in a file, or why there is none."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        reason = f"cannot be read: {error.strerror}; --write-baseline makes one"
        return Failure(str(path), f"{reason}. All findings are reported")
    except (ValueError, RecursionError) as error:
        return _broken(path, f"not valid JSON: {error}")
    try:
        return Baseline(path, dict(_files(document)))
    except (TypeError, KeyError, AttributeError):
        return _broken(path, "not a baseline of treelint")
    except ValueError as error:
        return _broken(path, str(error))


def _broken(path: Path, reason: str) -> Failure:
    message = f"{reason}; write it again with --write-baseline. All findings are reported"
    return Failure(str(path), message)


def _files(document: Value) -> Iterator[tuple[str, Counter[Key]]]:
    if document["version"] != _VERSION:
        msg = f"a baseline of version {document['version']!r}, which this treelint cannot read"
        raise ValueError(msg)
    for name, entries in document["findings"].items():
        counts: Counter[Key] = Counter()
        for entry in entries:
            code, line, count = entry["code"], entry["line"], entry["count"]
            if not (isinstance(code, str) and isinstance(line, str) and count > 0):
                raise TypeError
            counts[code, line] += count
        yield name, counts


def record(report: Report, path: Path) -> Report:
    """Write what was found to a baseline; what it holds is known from then on."""
    entries: dict[str, list[dict[str, Value]]] = {}
    files: list[FileReport] = []
    total = 0
    for file in report.files:
        known = [finding for finding in file.findings if finding.code not in NEVER_IGNORED]
        others = [finding for finding in file.findings if finding.code in NEVER_IGNORED]
        files.append(replace(file, findings=others, known=known))
        if known:
            counts = Counter(key(finding, file) for finding in known)
            entries[_name(known[0].filename, path)] = [
                {"code": code, "line": line, "count": count}
                for (code, line), count in sorted(counts.items())
            ]
            total += len(known)
    document = {"version": _VERSION, "findings": dict(sorted(entries.items()))}
    failure = _write(path, f"{json.dumps(document, indent=1)}\n")
    if failure is not None:
        return replace(report, failures=[*report.failures, failure])
    places = count_of(len(entries), "file")
    note = f"{path}: holds {count_of(total, 'finding')} in {places} now"
    return replace(report, files=files, notes=[*report.notes, note])


def _write(path: Path, text: str) -> Failure | None:
    """Write the file whole or not at all; one that holds the same is left alone."""
    data = text.encode("utf-8")
    target = path.resolve()  # a link stays a link
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if not target.is_file() or target.read_bytes() != data:
            temporary.write_bytes(data)
            temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        return Failure(str(path), f"cannot be written: {error.strerror}")
    return None


def apply(
    report: Report, baseline: Baseline, paths: Sequence[Path], configurer: Configurer
) -> Report:
    """The report without what the baseline holds, and with a note of what it holds in vain."""
    left = {name: Counter(counts) for name, counts in baseline.known.items()}
    files = [_without_known(file, baseline, left) for file in report.files]
    unread = {failure.filename for failure in report.failures}
    unread |= {item.filename for item in report.findings if item.code in NEVER_IGNORED}
    broken = {_name(name, baseline.path) for name in unread}
    stale = [
        f"{name}: {code}"
        for name, counts in sorted(left.items())
        if name not in broken and _is_below(_path(name, baseline), paths)
        for code in _codes(counts, _path(name, baseline), configurer)
    ]
    notes = [*report.notes, _stale_note(baseline.path, stale)] if stale else report.notes
    return replace(report, files=files, notes=notes)


def _without_known(
    file: FileReport, baseline: Baseline, left: dict[str, Counter[Key]]
) -> FileReport:
    if not file.findings:
        return file
    counts = left.get(_name(file.findings[0].filename, baseline.path))
    if counts is None:
        return file
    known: list[Finding] = []
    new: list[Finding] = []
    for finding in file.findings:
        known_by = key(finding, file)
        is_known = counts[known_by] > 0 and finding.code not in NEVER_IGNORED
        counts[known_by] -= is_known
        (known if is_known else new).append(finding)
    return replace(file, findings=new, known=known)


def _codes(counts: Counter[Key], path: Path, configurer: Configurer) -> Iterator[str]:
    """The codes of what is left over, of those that this run has looked for."""
    asked = {rule.code for rule in configurer.config(path)[0].rules}
    for (code, _), count in sorted(counts.items()):
        if count > 0 and (code in asked or find_rule(code) is None):
            yield code


def _stale_note(path: Path, stale: Sequence[str]) -> str:
    more = f", and {len(stale) - _SHOWN} more" if len(stale) > _SHOWN else ""
    listed = ", ".join(stale[:_SHOWN]) + more
    return f"{path}: no longer found: {listed}; --write-baseline takes that out"


def _name(filename: str, baseline: Path) -> str:
    """A file's path from the folder of the baseline."""
    path = Path(filename).absolute()
    with contextlib.suppress(ValueError):  # raised for another drive
        path = Path(os.path.relpath(path, baseline.absolute().parent))
    return path.as_posix()


def _path(name: str, baseline: Baseline) -> Path:
    return Path(os.path.normpath(baseline.path.absolute().parent / name))


def _is_below(path: Path, paths: Iterable[Path]) -> bool:
    return any(path.is_relative_to(os.path.normpath(one.absolute())) for one in paths)
