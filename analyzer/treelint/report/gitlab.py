"""For GitLab: a Code Quality report, shown in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from treelint.findings import NEVER_IGNORED
from treelint.fingerprint import fingerprints
from treelint.report.place import described, from_root, root, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from treelint.findings import Finding
    from treelint.report.model import FileReport, Report


def render(report: Report) -> str:
    """An array with one object a finding."""
    folder = root()
    entries = [entry for file in report.files for entry in _entries(file, folder)]
    return json.dumps(entries, indent=2)


def _entries(file: FileReport, folder: Path) -> Iterator[dict[str, Any]]:
    if not file.findings:
        return
    path = from_root(file.findings[0].filename, folder)
    for finding, fingerprint in zip(file.findings, fingerprints(file, path), strict=True):
        yield {
            "description": f"{finding.code} {described(finding)}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": "critical" if finding.code in NEVER_IGNORED else "major",
            "location": {"path": path, "positions": _positions(finding)},
        }


def _positions(finding: Finding) -> dict[str, dict[str, int]]:
    first, last = rows(finding)
    start, end = finding.start.column, finding.end.column
    if finding.cell is not None:
        start, end = 1, 1
    return {"begin": {"line": first, "column": start}, "end": {"line": last, "column": end}}
