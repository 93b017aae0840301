"""`tree_inference`."""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import pytest

from treeops import tree_equal, tree_inference


class Flagged(eqx.Module):
    inference: Any
    inner: Any = None


class Static(eqx.Module):
    inference: bool = eqx.field(static=True)


class Outer(eqx.Module):
    inner: Flagged

    @property
    def inference(self) -> Any:
        return self.inner.inference


def test_sets_all_flags_nested_ones_too() -> None:
    model = [Flagged(False, {"a": Flagged(False, Flagged(True))}), (Flagged(False), 5)]
    new = tree_inference(model)
    assert jtu.tree_leaves(new) == [True, True, True, True, 5]
    assert jtu.tree_leaves(tree_inference(new, value=False)) == [False, False, False, False, 5]
    assert jtu.tree_leaves(model) == [False, False, True, False, 5]


def test_a_real_model() -> None:
    model = eqx.nn.Sequential(
        [eqx.nn.Dropout(0.5), eqx.nn.Linear(1, 1, key=jax.random.key(0)), eqx.nn.Dropout(0.1)]
    )
    new = tree_inference(model)
    assert [layer.inference for layer in (new.layers[0], new.layers[2])] == [True, True]
    assert tree_equal(new, eqx.nn.inference_mode(model))
    assert new.layers[1].weight is model.layers[1].weight


def test_flags_of_any_value() -> None:
    assert tree_inference(Flagged(False), None).inference is None
    assert tree_inference(Flagged(False), [1]).inference == [1]
    assert tree_inference([Flagged(None), Flagged(None, None)], True) == [
        Flagged(True),
        Flagged(True, None),
    ]
    subtree = Flagged([False, Flagged(False)], Flagged(False))
    assert tree_inference(subtree) == Flagged(True, Flagged(True))


def test_a_property_that_gives_out_the_flag_below() -> None:
    assert tree_inference(Outer(Flagged(False))).inner.inference is True


def test_without_flags_it_copies() -> None:
    tree = [1, [2, None]]
    new = tree_inference(tree)
    assert new == tree
    assert new is not tree
    assert new[1] is not tree[1]
    assert tree_inference(3) == 3


def test_a_static_flag_is_named() -> None:
    with pytest.raises(TypeError, match="`inference` is a static field of Static"):
        tree_inference([Static(False)])


def test_under_jit() -> None:
    model = Flagged(jnp.array(False), jnp.ones(2))
    new = jax.jit(tree_inference)(model)
    assert bool(new.inference) is True
