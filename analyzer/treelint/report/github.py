"""For GitHub Actions: annotations on the changed lines of a pull request.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.report.place import from_root, position, root, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.report.model import Report

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_ESCAPES = str.maketrans(_DATA)
_PROPERTY_ESCAPES = str.maketrans(_DATA | {":": "%3A", ",": "%2C"})


def lines(report: Report) -> Iterator[str]:
    """One workflow command a finding, and one for each thing that could not be done."""
    folder = root()
    for finding in report.findings:
        path = from_root(finding.filename, folder)
        place = f"{path}:{position(finding)}: {finding.code}"
        yield _command(
            {"title": f"treelint ({finding.code})", "file": path, **_place(finding)},
            f"{place} {finding.name}: {finding.message}",
        )
    for failure in report.failures:
        yield _command({"title": "treelint"}, str(failure))


def _place(finding: Finding) -> dict[str, str]:
    first, last = rows(finding)
    place = {"line": str(first), "endLine": str(last)}
    # GitHub takes columns only where both are of one line.
    if first == last and finding.cell is None:
        place |= {"col": str(finding.start.column), "endColumn": str(finding.end.column)}
    return place


def _command(properties: dict[str, str], message: str) -> str:
    listed = ",".join(
        f"{name}={value.translate(_PROPERTY_ESCAPES)}" for name, value in properties.items()
    )
    return f"::error {listed}::{message.translate(_ESCAPES)}"
