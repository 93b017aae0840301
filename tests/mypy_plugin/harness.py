"""Run mypy with the plugin over real files, and read what a file says that mypy must say."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mypy import api

if TYPE_CHECKING:
    from pathlib import Path

CONFIGURATION = """\
[mypy]
plugins = treelint_mypy
explicit_package_bases = True
show_error_codes = True
warn_unused_ignores = True
"""

# At the end of a file: mypy checks its functions without annotations, too. As an option for all
# files it would keep runs from sharing a cache.
CHECKED = "# mypy: check-untyped-defs\n"

_EXPECTED = re.compile(r"# ([EN]): (.*?)(?= # [EN]: |$)")
_SAID = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+): (?P<text>(?:error|note): .*)$")
_KINDS = {"E": "error", "N": "note"}

Messages = dict[int, list[str]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of mypy: its messages by file name, and all that it printed."""

    messages: dict[str, Messages]
    output: str
    status: int


def configure(root: Path, folder: Path, settings: str = "") -> Path:
    """Write the configuration for the files in `root`; `settings` are more lines of it."""
    configuration = folder / "mypy.ini"
    text = f"{CONFIGURATION}mypy_path = {root}\n{settings}"
    configuration.write_text(text, encoding="utf-8")
    return configuration


def run_mypy(root: Path, folder: Path, cache: Path, settings: str = "") -> Run:
    """Check all files in `root`, in this process; the configuration stands in `folder`."""
    configuration = configure(root, folder, settings)
    arguments = [f"--config-file={configuration}", f"--cache-dir={cache}", "--show-traceback"]
    # mypy raises the limit for its own process, which is that of the other tests here.
    limit = sys.getrecursionlimit()
    try:
        output, trouble, status = api.run([*arguments, *map(str, sorted(root.glob("*.py")))])
    finally:
        sys.setrecursionlimit(limit)
    return Run(by_file(output), output + trouble, status)


def expected(path: Path) -> Messages:
    """The messages that a file asks for.

    `# E:` and `# N:` comments stand behind the code, or on lines of their own above it.
    """
    messages: defaultdict[int, list[str]] = defaultdict(list)
    waiting: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        waiting += [f"{_KINDS[kind]}: {text}".rstrip() for kind, text in _EXPECTED.findall(line)]
        if waiting and not line.lstrip().startswith("# "):
            messages[number], waiting = waiting, []
    return dict(messages)


def by_file(output: str) -> dict[str, Messages]:
    """mypy's messages by file name and line."""
    files: defaultdict[str, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in output.splitlines():
        said = _SAID.match(line)
        if said is not None:
            name = said["path"].rpartition("/")[2]
            files[name][int(said["line"])].append(said["text"])
    return {name: dict(messages) for name, messages in files.items()}
