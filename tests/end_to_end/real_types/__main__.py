"""`python -m tests.end_to_end.real_types`: does the committed list still hold?"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.end_to_end.real_code import verdicts
from tests.end_to_end.real_code.__main__ import report
from tests.end_to_end.real_code.packages import install
from tests.end_to_end.real_code.verdicts import FALSE, compare
from tests.end_to_end.real_types.check import differences, environment, pinned

LIST = Path(__file__).with_name("differences.toml")
HEAD = """\
# What mypy says of the packages of `packages.toml` with the plugin only ("added"), or without it
# only ("lost"), and whether that is true: what is added follows from what the code and its
# annotations say, what is lost did not. `row` is there for the reader; a difference is known again
# by the rest of its place. CONTRIBUTING.md says how to change this list.
"""


def main() -> int:
    """1 if a difference has no verdict or is false, or a verdict is on no difference, else 0."""
    parser = argparse.ArgumentParser(prog="python -m tests.end_to_end.real_types")
    parser.add_argument(
        "--folder",
        type=Path,
        help="keep the packages here for the next time (default: a temporary folder)",
    )
    parser.add_argument(
        "--update",
        action="store_true",
        help="bring differences.toml up to date; new ones get an empty verdict, to be filled in",
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or Path(temporary)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        packages = pinned()
        for package in packages:
            install(package, folder)
        found = differences(packages, folder, environment(folder))
    comparison = compare(found, verdicts.read(LIST))
    print("\n".join(report(comparison)))
    if arguments.update:
        verdicts.write(verdicts.brought_up_to_date(comparison), LIST, HEAD)
    has_false = any(verdict.verdict == FALSE for _, verdict in comparison.known)
    return 1 if comparison.open or comparison.vanished or has_false else 0


if __name__ == "__main__":
    raise SystemExit(main())
