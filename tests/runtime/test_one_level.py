"""`tree_flatten_one_level`."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import jax.tree_util as jtu
import pytest

from tests.runtime.trees import KINDS, Layer
from treeops import tree_flatten_one_level


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_children_are_those_of_the_node(kind: str) -> None:
    left, right = [1], (2, None)
    node = KINDS[kind](left, right)
    children, treedef = tree_flatten_one_level(node)
    if kind != "flax":
        assert {id(child) for child in children} == {id(left), id(right)}
    again = jtu.tree_unflatten(treedef, children)
    assert type(again) is type(node)
    structure: Any = jtu.tree_structure(again)
    assert structure == jtu.tree_structure(node)


@pytest.mark.parametrize("leaf", [1, "a", jnp.ones(2), object()])
def test_a_leaf_gives_itself(leaf: Any) -> None:
    children, treedef = tree_flatten_one_level(leaf)
    assert len(children) == 1
    assert children[0] is leaf
    assert treedef == jtu.tree_structure(0)


def test_none_and_empty_nodes_give_no_children() -> None:
    empties: list[Any] = [None, (), [], {}]
    for empty in empties:
        assert tree_flatten_one_level(empty) == ([], jtu.tree_structure(empty))


def test_children_that_are_none_stay() -> None:
    assert tree_flatten_one_level(Layer(1, None))[0] == [1, None]


def test_a_node_that_is_its_own_child() -> None:
    tree: list[Any] = [1]
    tree.append(tree)
    for _ in range(1500):
        with pytest.raises(ValueError, match=r"at `pytree\[1\]`"):
            tree_flatten_one_level(tree)
    longer: list[Any] = [[tree]]
    assert tree_flatten_one_level(longer)[0] == [longer[0]]


class Many:
    """A node of any number of children."""

    def __init__(self, held: list[Any]) -> None:
        self.held = held


jtu.register_pytree_node(Many, lambda x: (tuple(x.held), None), lambda _, held: Many([*held]))


@pytest.mark.parametrize("count", [0, 1, 32, 33, 9_999, 10_000, 10_001])
def test_any_number_of_children(count: int) -> None:
    held = [*range(count)]
    for node in (held, tuple(held), dict.fromkeys(held, 1), Many(held), Many([held])):
        for _ in range(2):
            children, treedef = tree_flatten_one_level(node)
            inner: Any = jtu.tree_structure(jtu.tree_unflatten(treedef, children))
            assert inner == jtu.tree_structure(node)
            assert len(children) == (1 if isinstance(node, Many) and held in node.held else count)


def test_after_keys_that_cannot_be_sorted() -> None:
    unsortable: Any = {1: 2, "a": 3}
    with pytest.raises(ValueError, match="`pytree` cannot be sorted"):
        tree_flatten_one_level(unsortable)
    assert tree_flatten_one_level({"b": 1, "a": 2})[0] == [2, 1]
