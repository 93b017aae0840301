"""The runtime's benchmark: all do the same work; how fast they are is no matter of tests."""

from __future__ import annotations

import re
from typing import Any

import equinox as eqx
import jax
import pytest

from tests.benchmarks import runtime
from tests.benchmarks.equal_grid import POSITIONS, grid
from tests.benchmarks.interleaved import measure, quartiles
from tests.benchmarks.rounds import Ratio, Series
from tests.benchmarks.tree_cases import CASES, EQUINOX, LIMIT, OURS, Case
from tests.benchmarks.tree_kinds import KINDS, size_of
from tests.benchmarks.tree_report import Measured, as_markdown, ratio_table


@pytest.mark.parametrize("kind", KINDS)
def test_trees_have_as_many_leaves_as_they_say(kind: str) -> None:
    assert size_of(KINDS[kind].tree(100, float)) == 100
    assert size_of(KINDS[kind].with_flags(100, float)) == 100


def arrays_and_numbers(result: Any) -> list[Any]:
    return [leaf for leaf in jax.tree.leaves(result) if eqx.is_array_like(leaf)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_all_do_the_same_work(case: Case) -> None:
    for name in case.kinds:
        calls = case.calls(KINDS[name], 12)
        ours, theirs = calls[OURS](), calls[EQUINOX]()
        if "tracing" in case.name:
            assert ours.out_avals == theirs.out_avals
            continue
        if "Partial" in case.name:
            # Each has a class of its own, and so a structure.
            ours, theirs = (arrays_and_numbers(result) for result in (ours, theirs))
        assert eqx.tree_equal(ours, theirs)
        for peer in {"penzai", "optax"} & {*calls}:
            assert eqx.tree_equal(ours, calls[peer]())
        for peer in {"flax", "jax", LIMIT} & {*calls}:
            calls[peer]()


def test_the_grid_differs_where_it_says() -> None:
    seen = set()
    for name, position, calls in grid(3):
        seen.add(position)
        assert calls[OURS]() is calls[EQUINOX]() is (position == "equal"), (name, position)
    assert seen == {*POSITIONS}


def test_calls_take_turns_forth_and_back() -> None:
    log: list[str] = []

    def slow(name: str) -> Any:
        def call() -> None:
            log.append(name)
            sum(range(1_000_000))  # so long that once a round is enough

        return call

    times = measure({"a": slow("a"), "b": slow("b")}, rounds=2)
    assert "".join(log) == "aabb" + "abba"
    assert all(len(series.times) == 2 for series in times.values())


def test_ratios_are_taken_round_by_round() -> None:
    found = quartiles(Series((2.0, 4.0, 60.0, 8.0, 10.0)), Series((2.0, 2.0, 20.0, 2.0, 2.0)))
    assert found == Ratio(3.0, 2.0, 4.0)
    assert quartiles(Series((3.0,)), Series((1.0,))) == Ratio(3.0, 3.0, 3.0)


def test_tables() -> None:
    series = {
        OURS: Series((1.0, 1.0)),
        EQUINOX: Series((2.0, 2.0)),
        LIMIT: Series((0.5, 0.5)),
    }
    measured = [Measured("f", "list", size, series) for size in (10, 1000)]
    assert [*as_markdown(ratio_table(measured, EQUINOX, ["function", "tree"]))] == [
        "| function | tree | 10 | 1,000 |",
        "|---|---|---|---|",
        "| f | list | 2.00 (2.00–2.00) | 2.00 (2.00–2.00) |",
    ]
    # Of the limit we are a multiple, not the other way round.
    assert ratio_table(measured[:1], LIMIT, ["f", "t"])[1:] == [["f", "list", "2.00 (2.00–2.00)"]]


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--sizes", "10", "20", "--rounds", "1", "--case", "tree_check", "--markdown"]
    assert runtime.main([*options, "--peer", "equinox"]) == 0
    printed = capsys.readouterr().out
    assert f"jax {jax.__version__}" in printed
    assert "### Times faster than equinox, by number of leaves" in printed
    rows = [line for line in printed.splitlines() if line.startswith("| tree_check ")]
    assert len(rows) == len(KINDS)
    assert all(re.search(r"\| [\d.]+ \([\d.]+–[\d.]+\) \|", row) for row in rows)
    assert "limit" not in printed


def test_peers_that_are_not_installed_are_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runtime, "peer", lambda name: None if name == "penzai" else name)
    assert runtime.main(["--case", "nothing"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["penzai is not installed, and left out"]
