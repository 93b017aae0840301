"""`--statistics`: how many findings of each rule, the most first."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.report.model import Report


def table(report: Report) -> Iterator[str]:
    """One line a rule."""
    counts = list(_counts(report))
    width = max((len(str(count)) for _, _, count in counts), default=0)
    for code, name, count in counts:
        yield f"{count:{width}}  {code}  {name}"


def as_json(report: Report) -> str:
    """An array with one object a rule."""
    entries = [
        {"code": code, "name": name, "count": count} for code, name, count in _counts(report)
    ]
    return json.dumps(entries, indent=2)


def _counts(report: Report) -> Iterator[tuple[str, str, int]]:
    counts = Counter((finding.code, finding.name) for finding in report.findings)
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield code, name, count
