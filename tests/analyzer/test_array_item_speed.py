"""Twice as many items that are assigned take about twice as much work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.analyzer.support import check
from treelint.engine import Config
from treelint.rule import PRELUDE
from treelint.rules.tl505_array_item_assignment import rule

if TYPE_CHECKING:
    from collections.abc import Callable

ONLY = Config((rule,))
_IN_FUNCTION = "def f(n):\n    x = jnp.zeros((99, 99))\n"


def _written(line: str, number: int, before: str = _IN_FUNCTION, after: str = "") -> str:
    return before + "".join(line.format(i, i + 1) for i in range(number)) + after


SHAPES: dict[str, Callable[[int], str]] = {
    "one variable": lambda n: _written("    x[{0}] = n\n", n),
    "updates": lambda n: _written("    x[{0}] += x[{1}] * n\n", n),
    "a module's variable": lambda n: _written("x[{0}] = 1\n", n, "x = jnp.zeros(99)\n"),
    "a parameter": lambda n: _written(
        "    x[{0}] = 1\n", n, "def f(x: jax.Array):\n", "    return x\n"
    ),
    "a parameter that is not returned": lambda n: _written(
        "    x[{0}] = 1\n", n, "def f(x: jax.Array):\n"
    ),
    "a loop": lambda n: _written(
        "        x[i + {0}] = x[i]\n", n, f"{_IN_FUNCTION}    for i in range(n):\n"
    ),
    "branches": lambda n: _written("    if n > {0}:\n        x[{0}] = n\n", n),
    "functions": lambda n: _written(
        "def f{0}(n):\n    x = jnp.zeros(3)\n    x[0] = n\n    return x\n", n, ""
    ),
    "variables": lambda n: _written("    x{0} = jnp.zeros(3)\n    x{0}[0] = n\n", n),
    "views": lambda n: _written("    y = x[{0}]\n    x[{0}] = y + n\n", n),
    "views that are read": lambda n: _written("    y = x[{0}]\n    x[{0}] = n\n    print(y)\n", n),
    "uses": lambda n: _written("    x[{0}] = n\n    print(x, x.sum())\n", n),
    "unpacking": lambda n: _written("    x[{0}], x[{1}] = n, {0}\n", n),
    "side effects": lambda n: _written("    x[n({0})] = n({1})\n", n),
    "items of lists": lambda n: _written(
        "    xs[{0}][0] = n\n", n, "def f(n):\n    xs = [jnp.zeros(3) for _ in range(n)]\n"
    ),
    "an attribute": lambda n: _written(
        "        self.x[{0}] = n\n",
        n,
        "class C:\n    def __init__(self):\n        self.x = jnp.zeros(99)\n    def f(self, n):\n",
    ),
    "attributes": lambda n: (
        _written("        self.x{0} = jnp.zeros(3)\n", n, "class C:\n    def __init__(self):\n")
        + _written("        self.x{0}[0] = n\n", n, "    def f(self, n):\n")
    ),
}


def _work(code: str) -> int:
    """How many functions are called to check some code."""
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        found = check(PRELUDE + code, ONLY).findings
    finally:
        sys.setprofile(before)
    assert found
    return calls


@pytest.mark.parametrize("shape", SHAPES)
def test_the_work_grows_with_the_code(shape: str) -> None:
    write = SHAPES[shape]
    _work(write(120))  # What is loaded and found once.
    once, twice, four = (_work(write(number)) for number in (30, 60, 120))
    assert four - twice < 2.3 * (twice - once)
