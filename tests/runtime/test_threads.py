"""Several threads at once get what each would get alone."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

import jax
import numpy as np
import pytest

from tests.runtime.trees import Layer
from treeops import (
    apply_updates,
    combine,
    is_array,
    partition,
    tree_at,
    tree_check,
    tree_equal,
    tree_flatten_one_level,
    tree_inference,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_THREADS = 4


@pytest.fixture(autouse=True)
def _frequent_switches() -> Iterator[None]:
    """Threads take turns after almost each step of the interpreter."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(autouse=True)
def _nothing_known_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the functions keep from call to call is made by the threads."""
    for name in ("_bounded._TO_LEAVES", "_bounded._TO_NONES", "_siblings._NUMBERED"):
        monkeypatch.setattr(f"treeops.{name}", [])
    for name in (
        "_flag_leaves._NAMES",
        "_instances._FIELDS",
        "_recorder._POSITIONS",
        "_selector_code._KNOWN",
    ):
        monkeypatch.setattr(f"treeops.{name}", {})


def in_threads(call: Callable[[], Any], times: int) -> list[Any]:
    """What the calls give, where all threads call at once."""
    start = threading.Barrier(_THREADS)
    given: list[Any] = []

    def work() -> None:
        start.wait()
        given.extend(call() for _ in range(times))

    threads = [threading.Thread(target=work) for _ in range(_THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def layers(count: int) -> list[Layer]:
    return [Layer(np.full(2, 2 * i), np.full(2, 2 * i + 1)) for i in range(count)]


def weights(tree: Any) -> list[Any]:
    return [layer.weight for layer in tree]


CALLS: dict[str, Callable[[Any], Any]] = {
    "tree_at": lambda tree: tree_at(weights, tree, replace_fn=lambda w: -w),
    "tree_at one": lambda tree: tree_at(lambda t: t[3].bias, tree, 7),
    "tree_equal": lambda tree: tree_equal(tree, jax.tree.map(np.copy, tree)),
    "apply_updates": lambda tree: apply_updates(tree, jax.tree.map(np.ones_like, tree)),
    "partition": lambda tree: combine(*partition(tree, is_array)),
    "tree_inference": lambda tree: tree_inference(tree, value=True),
    "one level": lambda tree: tree_flatten_one_level(tree)[0],
    "tree_check": tree_check,
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("count", [10, 600])
def test_the_same_as_alone(call: Callable[[Any], Any], count: int) -> None:
    tree = layers(count)
    given = in_threads(lambda: call(tree), times=3)  # first, while nothing is known yet
    flat: tuple[list[Any], Any] = jax.tree.flatten(call(tree))
    expected, expected_def = flat
    assert len(given) == 3 * _THREADS
    for one in given:
        leaves, treedef = jax.tree.flatten(one)
        assert treedef == expected_def
        assert all(map(np.array_equal, leaves, expected))


@pytest.mark.parametrize("_", range(10))
def test_tree_at_where_the_leaves_are_alike(_: int) -> None:
    tree = [Layer(1, 1) for _ in range(600)]
    for one in in_threads(lambda: tree_at(weights, tree, [0] * 600), times=1):
        assert {(layer.weight, layer.bias) for layer in one} == {(0, 1)}
