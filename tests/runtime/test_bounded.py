"""Flattening at JAX's speed gives what the slow way gives, and stops where that does."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.runtime.trees import KINDS, Layer, trees
from treeops import apply_updates, combine, partition, tree_check, tree_equal
from treeops._bounded import flatten_bounded, flatten_to, flatten_to_nones
from treeops._flatten import flatten

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "to leaves": (flatten_bounded, flatten),
    "to nones": (flatten_to_nones, lambda tree: flatten(tree, lambda x: x is None)),
    "to layers": (
        lambda tree: flatten_to(tree, lambda x: isinstance(x, Layer)),
        lambda tree: flatten(tree, lambda x: isinstance(x, Layer)),
    ),
    "to nones and layers": (
        lambda tree: flatten_to_nones(tree, lambda x: isinstance(x, Layer)),
        lambda tree: flatten(tree, lambda x: x is None or isinstance(x, Layer)),
    ),
}
each_way = pytest.mark.parametrize(("quick", "slow"), WAYS.values(), ids=WAYS)


def levels_left() -> int:
    try:
        return 1 + levels_left()
    except RecursionError:
        return 0


@each_way
@given(tree=trees(), times=st.sampled_from([1, 40, 400]))
def test_the_same_as_the_slow_way(
    quick: Callable[[Any], Any], slow: Callable[[Any], Any], tree: Any, times: int
) -> None:
    many = [tree] * times
    leaves, treedef = quick(many)
    slow_leaves, slow_treedef = slow(many)
    assert treedef == slow_treedef
    assert len(leaves) == len(slow_leaves)
    assert all(a is b for a, b in zip(leaves, slow_leaves, strict=True))


def nested(kind: str, depth: int) -> Any:
    tree: Any = 1
    for _ in range(depth):
        tree = KINDS[kind](tree, 2)
    return tree


@each_way
@pytest.mark.parametrize("depth", [200, 300, 700])
def test_deep_trees_that_fit(quick: Any, slow: Any, depth: int) -> None:
    tree = nested("list", depth)
    assert quick(tree)[1] == slow(tree)[1]


@each_way
@pytest.mark.parametrize("kind", ["list", "dict", "layer", "data", "custom", "point"])
def test_no_end_costs_no_recursion(quick: Any, slow: Any, kind: str) -> None:
    del slow
    tree: list[Any] = [1]
    inner = KINDS[kind](tree, tree)
    tree.extend([inner, inner])
    if kind == "layer" and quick is not WAYS["to leaves"][0] and quick is not flatten_to_nones:
        return  # a layer is a leaf there, so that nothing is endless
    before = levels_left()
    for _ in range(30):
        with pytest.raises(ValueError, match="contains itself"):
            quick(tree)
    assert levels_left() >= before - 1


def test_an_is_leaf_that_raises_costs_no_recursion() -> None:
    def raising(x: Any) -> bool:
        if x == 5:
            raise KeyError("no answer")
        return False

    tree = [[[[[5]]]], 6]
    before = levels_left()
    for _ in range(60):
        with pytest.raises(KeyError, match="no answer"):
            partition(tree, callable, is_leaf=raising)
        with pytest.raises(KeyError, match="no answer"):
            combine(tree, tree, is_leaf=raising)
    assert levels_left() >= before - 1


class Reentrant:
    """Its flatten calls treeops, while treeops flattens it."""

    def __init__(self, children: list[Any]) -> None:
        self.children = children


def _flatten_reentrant(node: Reentrant) -> tuple[list[Any], None]:
    many = [[1, 2, None]] * 100
    assert tree_equal(many, [[1, 2, None]] * 100) is True
    assert combine(many, many)[0] == [1, 2, None]
    return node.children, None


jtu.register_pytree_node(
    Reentrant, _flatten_reentrant, lambda _, children: Reentrant(list(children))
)


def test_a_flatten_that_calls_treeops() -> None:
    tree = [Reentrant([i, None, [i]]) for i in range(60)]
    for quick, slow in WAYS.values():
        leaves, treedef = quick(tree)
        assert leaves == slow(tree)[0]
        assert treedef == slow(tree)[1]
    tree_check(tree)


class Meanwhile:
    """Its flatten calls a function, and has no children."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call = call


def _flatten_meanwhile(node: Meanwhile) -> tuple[tuple[()], None]:
    node.call()
    return (), None


jtu.register_pytree_node(Meanwhile, _flatten_meanwhile, lambda _, __: Meanwhile(lambda: None))


@each_way
def test_the_end_of_one_while_another_thread_looks_for_room(
    quick: Any, slow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking, ended = threading.Event(), threading.Event()
    other_tree = [1] * 1_000
    found: list[Any] = []
    other = threading.Thread(target=lambda: found.append(quick(other_tree)))

    def has_room() -> bool:
        if threading.current_thread() is other:
            looking.set()
            assert ended.wait(60)
        return True

    def meanwhile() -> None:
        if not other.ident:
            other.start()
            assert looking.wait(60)

    monkeypatch.setattr("treeops._stops.has_room", has_room)
    tree = [1] * 200 + [Meanwhile(meanwhile)]
    try:
        flat = quick(tree)
    finally:
        ended.set()
        other.join()
    assert flat == slow(tree)
    assert found == [slow(other_tree)]


def test_what_stands_below_a_none_may_have_no_end() -> None:
    endless: list[Any] = []
    endless.append(endless)
    updated: Any = apply_updates([1, endless], [2, None])
    assert updated[1] is endless
    combined: Any = combine([None, 1], [endless, None])
    assert combined[0] is endless
