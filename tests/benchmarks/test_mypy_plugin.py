"""The plugin's benchmark: what it measures is there; how fast it is, is no matter of tests."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks import mypy_plugin, surgery_package
from tests.benchmarks.mypy_plugin import CASES, PACKAGE, Side, Taken, measure, row
from tests.benchmarks.rounds import ToolFailedError

if TYPE_CHECKING:
    from pathlib import Path

TYPED = ("tree_at", "inference_mode", "Partial")


def test_the_package_has_as_many_calls_as_it_says(tmp_path: Path) -> None:
    paths = surgery_package.write(tmp_path / PACKAGE)
    assert sum(path.read_text().count("\n") for path in paths) >= 5000
    calls: Counter[str] = Counter()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                calls[node.func.attr] += 1
    assert sum(calls[name] for name in TYPED) == surgery_package.CALLS == 900


def fake(folder: Path, code: str) -> Side:
    """A side whose mypy is a line of Python."""
    surgery_package.write(folder / PACKAGE)
    return Side(folder, [sys.executable, "-c", code])


def test_the_sides_take_turns(tmp_path: Path) -> None:
    log = f"open({str(tmp_path / 'log')!r}, 'a').write"
    sides = {name: fake(tmp_path / name, f"{log}({name!r})") for name in "ab"}
    times = measure(sides, CASES["warm"], 3)
    assert (tmp_path / "log").read_text() == "abbaab"
    assert all(taken.wall > 0 for series in times.values() for taken in series)


def test_what_is_done_before_each_run(tmp_path: Path) -> None:
    side = fake(tmp_path / "side", "pass")
    side.cache.mkdir()
    before = {path: path.read_text() for path in (side.folder / PACKAGE).iterdir()}

    def changed() -> int:
        return sum(path.read_text() != text for path, text in before.items())

    CASES["warm"](side, 0)
    assert (side.cache.exists(), changed()) == (True, 0)
    CASES["incremental"](side, 21)
    assert (side.cache.exists(), changed()) == (True, 1)
    CASES["package"](side, 0)
    assert (side.cache.exists(), changed()) == (True, surgery_package.MODULES)
    CASES["cold"](side, 0)
    assert not side.cache.exists()


def test_a_run_that_finds_mistakes_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(ToolFailedError, match="no such field"):
        fake(tmp_path / "side", "raise SystemExit('no such field')").run()


def test_row() -> None:
    times = {"with": [Taken(2.0, 1.03)] * 3, "without": [Taken(1.0, 1.0)] * 3}
    assert re.fullmatch(
        r"cold +1,030 ms +1,000 ms +1\.030 \(1\.030 to 1\.030\) +2\.000 \(2\.000 to 2\.000\)",
        row("cold", times),
    )


def test_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        mypy_plugin.main(["--case", "lukewarm"])
    assert "lukewarm" in capsys.readouterr().err
