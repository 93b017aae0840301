"""What every format is made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from treelint.findings import Finding
from treelint.source import Failure, SourceFile


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file's findings, with the source to show them in; None where nothing was found."""

    findings: Sequence[Finding]
    source: SourceFile | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A run: its files in order, what could not be done, and how many fixes landed."""

    files: Sequence[FileReport]
    failures: Sequence[Failure]
    checked: int
    fixed: int = 0

    @property
    def findings(self) -> list[Finding]:
        """All findings, file by file."""
        return [finding for file in self.files for finding in file.findings]
