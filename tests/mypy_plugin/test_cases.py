"""Every message that a case asks for appears, and no other."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.mypy_plugin.conftest import CASES
from tests.mypy_plugin.harness import Run, by_file, configure, expected, run_mypy

if TYPE_CHECKING:
    from pathlib import Path

NAMES = sorted(path.name for path in CASES.glob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_messages(name: str, cold: Run) -> None:
    assert cold.messages.get(name, {}) == expected(CASES / name), cold.output[-2000:]


def test_no_message_is_about_another_file(cold: Run) -> None:
    assert set(cold.messages) <= set(NAMES)


def test_a_warm_cache_says_the_same(cold: Run, cache: Path, tmp_path: Path) -> None:
    assert run_mypy(CASES, tmp_path, cache).output == cold.output


def test_workers_say_the_same(cold: Run, cache: Path, tmp_path: Path) -> None:
    """Each worker loads a plugin of its own; `-n` has only a cold or a warm start."""
    configuration = configure(CASES, tmp_path)
    arguments = [f"--config-file={configuration}", f"--cache-dir={cache}", "-n2"]
    paths = map(str, sorted(CASES.glob("*.py")))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments, *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert by_file(done.stdout) == cold.messages, done.stdout[-2000:] + done.stderr
