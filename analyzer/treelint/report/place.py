"""Where a finding lies, in the terms of what reads a report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from treelint.findings import Finding

# Where a run of GitHub Actions and of GitLab CI keeps the repository.
_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def root() -> Path:
    """The folder that a service names files from: the repository's, else the current one."""
    here = Path.cwd()
    for variable in _ROOTS:
        given = os.environ.get(variable)
        if given and here.is_relative_to(given):
            return Path(given)
    return here


def from_root(filename: str, folder: Path) -> str:
    """A file's path from a folder with `/` between its parts; absolute if it lies elsewhere."""
    if filename == "-":
        return filename
    # Without following links: what a user calls a file is what a service knows it as.
    path = Path(os.path.normpath(Path.cwd() / filename))
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()


def rows(finding: Finding) -> tuple[int, int]:
    """The first and the last row in the file.

    A notebook's file is JSON, which has no rows of code: the first stands for them all.
    """
    return (finding.start.row, finding.end.row) if finding.cell is None else (1, 1)


def position(finding: Finding) -> str:
    """Row and column as people write them, after the cell in a notebook."""
    cell = "" if finding.cell is None else f"cell {finding.cell}:"
    return f"{cell}{finding.start.row}:{finding.start.column}"


def described(finding: Finding) -> str:
    """The message with the rule's name, and for a notebook with the cell and row."""
    cell = f"cell {finding.cell}, row {finding.start.row}: " if finding.cell is not None else ""
    return f"{cell}{finding.name}: {finding.message}"
