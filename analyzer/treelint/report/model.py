"""What every format is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.findings import Finding
    from treelint.source import Failure, SourceFile


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's findings, with the source to show them in; None where nothing was found.

    `known` are those that the baseline holds, which are not shown. `allows_unsafe` says whether
    `--fix` applies unsafe fixes to this file.
    """

    findings: Sequence[Finding]
    source: SourceFile | None = None
    known: Sequence[Finding] = ()
    allows_unsafe: bool = False

    def lines(self, finding: Finding) -> Sequence[str]:
        """The lines that the rows of a finding count in, where they can be shown."""
        return () if self.source is None else self.source.lines_of(finding.cell)


@dataclass(frozen=True, slots=True)
class Report:
    """A run: its files in order, what could not be done, and how many fixes landed.

    `notes` are for people: neither a finding nor a failure.
    """

    files: Sequence[FileReport]
    failures: Sequence[Failure]
    checked: int
    fixed: int = 0
    notes: Sequence[str] = ()

    @property
    def findings(self) -> list[Finding]:
        """All findings, file by file."""
        return [finding for file in self.files for finding in file.findings]
