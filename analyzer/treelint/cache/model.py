"""What is known of a file, and what is to be remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from treelint.findings import Finding
    from treelint.reach import Reach


@dataclass(frozen=True, slots=True)
class Known:
    """What was found in a file; `findings` is None where it was not looked into."""

    size: int
    reach: Reach
    findings: tuple[Finding, ...] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What to remember of a file: its size and time from before it was read, and what it held.

    `reach` are the rules that it was checked with. `findings` is None where it was not looked
    into, as no rule may find any. `present` are the files that they came from besides, `absent`
    the places where another was looked for.
    """

    absolute: str
    seen: tuple[int, int]
    data: bytes
    reach: Reach
    findings: tuple[Finding, ...] | None = None
    present: Iterable[Path] = ()
    absent: Iterable[Path] = ()
