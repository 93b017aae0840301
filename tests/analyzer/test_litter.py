"""Objects that lie about are collected from time to time, and not all the time."""

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from treelint import run
from treelint.configure import Configurer, Options
from treelint.run import Action, Candidate, Task, run_file


def test_collected_where_there_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(1))
    configurer = Configurer(Options(isolated=True))
    candidate = Candidate(Path("a.py"), b"x = 1\n")
    run_file(candidate, Task(Action.REPORT), configurer)
    assert not collected
    monkeypatch.setattr(run, "_LITTER", -1)
    run_file(candidate, Task(Action.REPORT), configurer)
    assert collected


def test_the_command_alone_changes_that() -> None:
    """Whoever imports the package keeps the garbage collection that they have."""
    code = "import gc, treelint.cli; treelint.cli.main(['--list-rules']); assert gc.isenabled()"
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
