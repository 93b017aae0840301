"""The closing lines: what was found, and what `--fix` could do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.findings import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.report.model import Report


def summary(report: Report) -> Iterator[str]:
    """A line for what was found, and one for each kind of fix there is."""
    findings = report.findings
    known = sum(len(file.known) for file in report.files)
    counts = [(report.fixed, "fixed"), (known, "in the baseline")]
    aside = ", ".join(f"{count} {what}" for count, what in counts if count)
    aside = f" ({aside})" if aside else ""
    if not findings:
        yield f"Nothing found in {count_of(report.checked, 'file')}{aside}."
        return
    places = count_of(sum(bool(file.findings) for file in report.files), "file")
    yield f"Found {count_of(len(findings), 'mistake')} in {places}{aside}."
    applied = [
        file.allows_unsafe or finding.fix.applicability is Applicability.SAFE
        for file in report.files
        for finding in file.findings
        if finding.fix is not None
    ]
    if any(applied):
        yield f"{applied.count(True)} can be fixed with `--fix`."
    if not all(applied):
        yield f"{applied.count(False)} can be fixed with `--fix --unsafe-fixes`."


def count_of(number: int, noun: str, nouns: str | None = None) -> str:
    """A number and what is counted."""
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"
