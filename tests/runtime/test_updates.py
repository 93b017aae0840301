"""`apply_updates`."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
import optax  # type: ignore[import-untyped]  # ships no types
import pytest

from tests.runtime.trees import Layer, Model
from treeops import apply_updates


def test_adds_leaf_for_leaf() -> None:
    assert apply_updates({"a": 1, "b": (2, 3.0)}, {"a": 10, "b": (20, 0.5)}) == {
        "a": 11,
        "b": (22, 3.5),
    }


def test_the_leaf_comes_first() -> None:
    assert apply_updates(["a", ("b",)], ["c", None]) == ["ac", ("b",)]


def test_none_keeps_a_leaf_and_a_whole_subtree() -> None:
    assert apply_updates([1, 2], [None, 5]) == [1, 7]
    model = Model([Layer(1, None), print], name="n")
    new = apply_updates(model, Model(None, name="n"))
    assert new.layers is model.layers


def test_an_update_for_a_subtree_reaches_its_leaves() -> None:
    assert apply_updates({"a": [1, (2, None)], "b": 3}, {"a": 10, "b": None}) == {
        "a": [11, (12, None)],
        "b": 3,
    }
    assert apply_updates([1, 2], 10) == [11, 12]


def test_dtypes_promote(x64: bool) -> None:
    new = apply_updates([jnp.ones(2, jnp.bfloat16)], [jnp.ones(2, jnp.float32)])
    assert new[0].dtype == jnp.float32
    assert apply_updates(np.ones(2, np.float32), np.ones(2)).dtype == np.float64
    wide = apply_updates(jnp.ones(2, jnp.float32), jnp.asarray(np.ones(2)))
    assert wide.dtype == (jnp.float64 if x64 else jnp.float32)


def test_another_structure_is_named() -> None:
    with pytest.raises(ValueError, match=r"`updates\['a'\]` is a list .* `model\['a'\]` is a tup"):
        apply_updates({"a": (1, 2)}, {"a": [1, 2]})
    with pytest.raises(ValueError, match="structure of `updates`"):
        apply_updates([1], [1, 2])
    with pytest.raises(ValueError, match=r"`updates\.layers\[1\]` is .*tuple.* is 2"):
        apply_updates(Model([1, 2]), Model([1, ()]))


def test_other_static_fields_are_told() -> None:
    with pytest.raises(ValueError, match=r"`model\[0\]` is a Layer .*static fields differ"):
        apply_updates([Layer(1, 2, size=1)], [Layer(1, 2, size=2)])
    with pytest.raises(ValueError, match=r"a tuple with no children, `model\[0\]` is 1"):
        apply_updates([1], [()])


@jtu.register_pytree_node_class
class Failing:
    def tree_flatten(self) -> Any:
        raise ValueError("its own error")

    @classmethod
    def tree_unflatten(cls, _: None, children: Any) -> Failing:
        return cls()


def test_an_error_of_a_custom_flatten_passes_through() -> None:
    with pytest.raises(ValueError, match="its own error"):
        apply_updates([Failing()], [1])


def test_an_error_of_the_addition_passes_through() -> None:
    with pytest.raises(ValueError, match="broadcast"):
        apply_updates([np.ones(2)], [np.ones(3)])


def test_an_optimiser_step_under_jit_and_grad() -> None:
    optimiser = optax.sgd(0.5)
    model = {"w": jnp.array([1.0, 2.0]), "b": jnp.array(1.0)}

    @jax.jit
    def step(model: Any) -> Any:
        gradient = jax.grad(lambda m: (m["w"] * m["b"]).sum())(model)
        updates, _ = optimiser.update(gradient, optimiser.init(model))
        return apply_updates(model, updates)

    new = step(model)
    np.testing.assert_allclose(new["w"], [0.5, 1.5])
    np.testing.assert_allclose(new["b"], -0.5)
    rows: Any = jax.vmap(lambda u: apply_updates({"w": 1.0}, {"w": u}))(jnp.arange(2.0))
    assert rows["w"].tolist() == [1.0, 2.0]


ADDENDS: list[Any] = [
    1,
    2.5,
    True,
    jnp.ones(2),
    jnp.ones((), jnp.bfloat16),
    jnp.asarray(1.0),
    jnp.array([1, 2]),
    jnp.array([True, False]),
    np.ones(2),
    np.arange(2),
    np.float32(1),
]


@pytest.mark.parametrize("addend", ADDENDS, ids=repr)
@pytest.mark.parametrize("leaf", ADDENDS, ids=repr)
def test_short_ways_to_a_sum_give_what_the_operator_gives(leaf: Any, addend: Any) -> None:
    ours, theirs = apply_updates([leaf], [addend])[0], leaf + addend
    assert type(ours) is type(theirs)
    if isinstance(ours, jax.Array):
        assert (ours.dtype, ours.weak_type) == (theirs.dtype, theirs.weak_type)
    np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs))
    traced: Any = jax.jit(lambda x, y: apply_updates([x], [y])[0])(leaf, addend)
    plain: Any = jax.jit(lambda x, y: x + y)(leaf, addend)
    assert traced.dtype == plain.dtype
    assert traced.weak_type == plain.weak_type


def test_nans_are_reported() -> None:
    nan, one = jnp.array(jnp.nan), jnp.array(1.0)
    with jax.debug_nans(True):
        assert apply_updates([one], [one])[0] == 2.0
        with pytest.raises(FloatingPointError):
            apply_updates([nan], [one])
