"""How the benchmark reckons; what it measures is no matter of tests."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks.rounds import Ratio, Series, ToolFailedError, ratio, run


def test_ratios_are_taken_round_by_round() -> None:
    slow_moment = ratio(Series((2.0, 20.0, 3.0)), Series((1.0, 10.0, 1.0)))
    assert slow_moment == Ratio(2.0, 2.0, 3.0)
    assert ratio(Series((1.0, 1.0)), Series((None, None))) is None
    assert Series((None, None)).median is None
    assert Series((1.0, 3.0, 2.0)).median == 2.0


def test_commands_take_turns_and_slow_ones_are_given_up(tmp_path: Path) -> None:
    log = f"open({str(tmp_path / 'log')!r}, 'a').write"
    commands = {
        "a": [sys.executable, "-c", f"{log}('a')"],
        "b": [sys.executable, "-c", f"{log}('b'); import sys; sys.exit(1)"],
        "slow": [sys.executable, "-c", f"{log}('s'); import time; time.sleep(60)"],
    }
    found = run(commands, rounds=2, limit=3)
    assert (tmp_path / "log").read_text() == "abs" + "ab" * 2
    assert found["slow"].median is None
    assert found["a"].median is not None


def test_a_tool_that_crashes_is_no_result() -> None:
    with pytest.raises(ToolFailedError, match="ZeroDivisionError"):
        run({"a": [sys.executable, "-c", "1 / 0"]}, rounds=1, limit=60)
