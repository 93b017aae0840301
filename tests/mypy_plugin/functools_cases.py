"""mypy's own cases for `functools.partial`, written anew for the three `Partial`s.

Each file in `cases/functools` is a case, for `equinox.Partial` as it stands; its import is
changed for the others. What differs stands behind the name of the family: `# E[jax]: ...`. Run as
a module, this prints the table that the documentation shows.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.mypy_plugin.harness import Messages, Run, run_mypy

FOLDER = Path(__file__).parent / "cases" / "functools"
PATHS = sorted(FOLDER.glob("*.py"))
IMPORTS = {
    "equinox": "from equinox import Partial",
    "treeops": "from treeops import Partial",
    "jax": "from jax.tree_util import Partial",
    # How mypy's own support does, without a part of the plugin.
    "functools": "from functools import partial as Partial",
}
FAMILIES = ("equinox", "treeops", "jax")
# Both are tests of their own: `test_functools_changes.py`.
CHANGES = {
    "testIncrementalFunctoolsPartial": "from a warm cache",
    "testFineGrainedFunctoolsPartial": "in a daemon, of a function that becomes a Partial",
}
_EXPECTED = re.compile(r"# ([EN])(?:\[([\w, ]+)\])?: (.*)$")
_KINDS = {"E": "error", "N": "note"}
_HEADING = "| case | | `functools.partial`, by mypy | found | `Partial`, by treelint | found |"


@dataclass(frozen=True, slots=True)
class Case:
    """What the docstring of a case says: what it is about, and how either does."""

    path: Path
    name: str
    about: str
    by_mypy: str
    by_treelint: str


def read(path: Path) -> Case:
    """The case in a file."""
    docstring = path.read_text(encoding="utf-8").split('"""')[1]
    said = dict(line.split(": ", 1) for line in docstring.splitlines()[2:] if line)
    about = docstring.splitlines()[0].rstrip(".")
    return Case(path, said["Case"], about, said["mypy"], said["treelint"])


def run_all(root: Path, folder: Path, cache: Path) -> Run:
    """Check every case, for every family."""
    for path in PATHS:
        source = path.read_text(encoding="utf-8")
        assert source.count(IMPORTS["equinox"]) == 1, path
        for family, line in IMPORTS.items():
            changed = source.replace(IMPORTS["equinox"], line)
            (root / f"{family}_{path.name}").write_text(changed, encoding="utf-8")
    return run_mypy(root, folder, cache)


def expected(path: Path, family: str) -> Messages:
    """The messages that a case asks for, of one family."""
    messages: defaultdict[int, list[str]] = defaultdict(list)
    waiting: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        asked = _EXPECTED.match(line.lstrip())
        if asked is None:
            if waiting:
                messages[number], waiting = waiting, []
        elif asked[2] is None or family in asked[2].split(", "):
            waiting.append(f"{_KINDS[asked[1]]}: {asked[3]}")
    return dict(messages)


def said(run: Run, path: Path, family: str) -> Messages:
    """mypy's messages about a case, in which classes have the same names for all families."""
    messages = run.messages.get(f"{family}_{path.name}", {})
    module = f"{family}_{path.stem}."
    return {line: [text.replace(module, "") for text in texts] for line, texts in messages.items()}


def table(run: Run) -> list[str]:
    """What either finds, as a table in Markdown."""
    rows = [_HEADING, "|---|---|---|---|---|---|"]
    for case in map(read, PATHS):
        # As JAX's is a `functools.partial`, what is wrong for it is wrong for that.
        wrong = _errors(said(run, case.path, "jax"))
        found = _errors(said(run, case.path, "functools"))
        false = f", {len(found - wrong)} false" if found - wrong else ""
        mypy = f"{len(found & wrong)} of {len(wrong)}{false}"
        treelint = f"{len(wrong)} of {len(wrong)}"
        rows.append(
            f"| {case.name} | {case.about} | {case.by_mypy} | {mypy} | {case.by_treelint} "
            f"| {treelint} |"
        )
    rows += [f"| {name} | {about} | checks | | the same | |" for name, about in CHANGES.items()]
    return rows


def _errors(messages: Messages) -> set[int]:
    return {line for line, texts in messages.items() if any(t.startswith("error") for t in texts)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "root").mkdir()
        print(*table(run_all(folder / "root", folder, folder / "cache")), sep="\n")
