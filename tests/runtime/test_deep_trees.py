"""Trees that are very deep, or have no end: a clear error or the result, and never a crash."""

from __future__ import annotations

import json
import pathlib
import re
import subprocess
import sys

import pytest

from tests.runtime.deep_trees import CALLS, REPEATS, TREES

ROOT = pathlib.Path(__file__).parents[2]
DEEP = re.compile(r"RecursionError: .*nested more deeply")
ENDLESS = re.compile(r"ValueError: .*contains itself, at `[^`]+`")
# They look at no more than one level, or only at the root.
SHALLOW = {"JAX itself", "tree_flatten_one_level", "Partial", "is_array", "is_inexact_array"}


def report_on(kind: str) -> dict[str, tuple[str, int]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.runtime.deep_trees", kind],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    report: dict[str, tuple[str, int]] = json.loads(done.stdout)
    assert [*report] == [*CALLS]
    return report


@pytest.mark.parametrize("kind", [kind for kind in TREES if kind not in REPEATS])
def test_a_clear_error_or_the_result(kind: str) -> None:
    for name, (said, lost) in report_on(kind).items():
        assert lost <= 0, f"{name} cost {lost} levels of recursion"
        if name in SHALLOW:
            assert not said
        elif name == "Partial hash":
            # From Python 3.12 on, deep tuples have a hash.
            hashed = not said and kind.startswith("deep")
            refused = re.match("TypeError: .*has no hash|RecursionError|ValueError", said)
            assert hashed or refused, said
        elif said:
            assert (DEEP if kind.startswith("deep") else ENDLESS).match(said), (name, said)
        else:
            assert kind.startswith("deep") or "text" in name or "none" in name, name


@pytest.mark.parametrize("kind", REPEATS)
def test_what_raises_costs_no_more_recursion_than_in_jax(kind: str) -> None:
    what = kind.removeprefix("raising ")
    report = report_on(kind)
    _, most = report["JAX itself"]
    # JAX loses some where a flatten raises, but on the newest Pythons.
    assert most == 0 or what == "flatten"
    for name, (said, lost) in report.items():
        assert lost <= most, f"{name} cost {lost} levels of recursion, and JAX {most}"
        assert said in ("", f"ValueError: {what} failed") or "has no hash" in said, (name, said)
    assert sum(said != "" for said, _ in report.values()) > 3
