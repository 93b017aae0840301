"""What makes a finding the same one after the lines above it have moved."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from treelint.findings import Finding
    from treelint.report.model import FileReport

# The code of the rule, and the line that the finding begins on, without its indentation.
Key: TypeAlias = tuple[str, str]

# A comment that accepts one mistake of a line does not make another one of it.
_IGNORE = re.compile(r"\s*#\s*treelint:\s*ignore\s*(?:\[[^\]]*\])?")


def key(finding: Finding, file: FileReport) -> Key:
    """What a finding is known by within its file."""
    lines = file.lines(finding)
    row = finding.start.row
    line = lines[row - 1] if row <= len(lines) else ""
    return finding.code, _IGNORE.sub("", line).strip()


def fingerprints(file: FileReport, path: str) -> list[str]:
    """A text for each finding that stays the same as long as its line does.

    No two are the same: those of one rule on equal lines are counted.
    """
    seen: Counter[Key] = Counter()
    found: list[str] = []
    for finding in file.findings:
        known_by = key(finding, file)
        parts = (path, *known_by, str(seen[known_by]))
        seen[known_by] += 1
        text = "\0".join(parts).encode("utf-8", "backslashreplace")
        found.append(hashlib.sha256(text).hexdigest())
    return found
