"""`python -m tests.end_to_end.real_code`: does the committed list still hold?"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.end_to_end.real_code import verdicts
from tests.end_to_end.real_code.lint import lint
from tests.end_to_end.real_code.packages import install, pinned
from tests.end_to_end.real_code.verdicts import FALSE, Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Iterator


def main() -> int:
    """1 if there is a finding that nobody has classified, or a verdict on none, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.end_to_end.real_code")
    parser.add_argument(
        "--folder",
        type=Path,
        help="keep the packages here for the next time (default: a temporary folder)",
    )
    parser.add_argument(
        "--update",
        action="store_true",
        help="bring findings.toml up to date; new findings get an empty verdict, to be filled in",
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        packages = pinned()
        for package in packages:
            install(package, folder)
        found = lint(packages, folder)
    comparison = compare(found, verdicts.read())
    print("\n".join(report(comparison)))
    if arguments.update:
        verdicts.write(verdicts.brought_up_to_date(comparison))
    return 1 if comparison.open or comparison.vanished else 0


def report(comparison: Comparison) -> Iterator[str]:
    """What is new, what has gone, and how many of the findings with a verdict are false."""
    for found in comparison.open:
        place = found.place
        yield f"new: {place.package}/{place.path}:{found.row}: {place.code}: {found.message}"
        yield f"     in {place.function}: {place.text}"
    for verdict in comparison.vanished:
        place = verdict.place
        yield f"vanished: {place.package}/{place.path}:{verdict.row}: {place.code}: {place.text}"
    judged = [verdict for _, verdict in comparison.known if verdict.verdict]
    every = Counter(verdict.place.code for verdict in judged)
    false = Counter(verdict.place.code for verdict in judged if verdict.verdict == FALSE)
    for code, count in sorted(every.items()):
        yield f"{code}: {count} found, {false[code]} of them false"
    share = false.total() / max(every.total(), 1)
    yield (
        f"{every.total()} findings with a verdict, {false.total()} of them false ({share:.1%}); "
        f"{len(comparison.open)} without one, {len(comparison.vanished)} vanished"
    )


if __name__ == "__main__":
    raise SystemExit(main())
