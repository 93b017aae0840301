"""`filter`, `partition`, `combine`, `is_array`, `is_inexact_array`."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import pytest

import treeops
from tests.runtime.trees import Layer, Model
from treeops import combine, is_array, is_inexact_array, partition


def is_int(x: Any) -> bool:
    return isinstance(x, int)


@pytest.mark.parametrize(
    ("x", "array", "inexact"),
    [
        (jnp.ones(2), True, True),
        (jnp.ones(2, jnp.bfloat16), True, True),
        (jnp.arange(2), True, False),
        (np.ones(2, np.complex64), True, True),
        (np.ones(2, ml_dtypes.bfloat16), True, True),
        (np.array(["a"]), True, False),
        (np.float32(1), True, True),
        (np.bool_(True), True, False),
        (jax.random.key(0), True, False),
        (1.0, False, False),
        ([1.0], False, False),
        (None, False, False),
    ],
)
def test_what_is_an_array(x: Any, array: bool, inexact: bool) -> None:
    assert is_array(x) is array
    assert is_inexact_array(x) is inexact


def test_a_tracer_is_an_array() -> None:
    jax.jit(lambda x: (is_array(x) and is_inexact_array(x)) or 1 / 0)(1.0)


def test_filter_by_function_and_by_tree() -> None:
    tree = {"a": [1, "x"], "b": (2, None)}
    assert treeops.filter(tree, is_int) == {"a": [1, None], "b": (2, None)}
    assert treeops.filter(tree, is_int, inverse=True) == {"a": [None, "x"], "b": (None, None)}
    assert treeops.filter(tree, is_int, replace=0) == {"a": [1, 0], "b": (2, None)}
    assert treeops.filter(tree, {"a": [False, True], "b": False}) == {
        "a": [None, "x"],
        "b": (None, None),
    }
    assert treeops.filter(tree, {"a": is_int, "b": True}) == {"a": [1, None], "b": (2, None)}


def test_filter_with_is_leaf() -> None:
    tree = [[1, 2], [3]]
    long = treeops.filter(
        tree, lambda x: len(x) > 1, is_leaf=lambda x: isinstance(x, list) and x is not tree
    )
    assert long == [[1, 2], None]


def test_a_spec_that_does_not_fit() -> None:
    with pytest.raises(
        ValueError, match=r"`filter_spec\['a'\]` is a list .* `pytree\['a'\]` is 1"
    ):
        treeops.filter({"a": 1}, {"a": [True]})
    with pytest.raises(ValueError, match=r"`filter_spec\[0\]` is None, `pytree\[0\]` is 1"):
        treeops.filter([1], [None])
    with pytest.raises(ValueError, match="holds 3: make it of"):
        treeops.filter([1], 3)
    with pytest.raises(ValueError, match="ndarray"):
        treeops.filter([1], np.ones(2))
    with pytest.raises(ValueError, match="traced"):
        jax.jit(lambda x: treeops.filter([1], x))(True)


def test_partition_and_combine() -> None:
    model = Model([Layer(jnp.ones(2), None, size=3), "x", 5])
    arrays, others = partition(model, is_array)
    assert arrays.layers[1:] == [None, None]
    assert others.layers[1:] == ["x", 5]
    assert others.layers[0].weight is None
    whole = combine(arrays, others)
    assert treeops.tree_equal(whole, model)
    assert whole.layers[0].weight is model.layers[0].weight


def test_a_function_is_asked_once_for_each_leaf() -> None:
    asked: list[Any] = []

    def ask(x: Any) -> bool:
        asked.append(x)
        return True

    partition([1, (2, 3)], ask)
    assert asked == [1, 2, 3]


def test_combine_takes_the_first_that_is_there() -> None:
    assert combine([None, 1, None], [2, 3, None]) == [2, 1, None]
    assert combine([None, 1], [{"a": 2}, None]) == [{"a": 2}, 1]
    assert combine([1]) == [1]
    assert combine([0, ""], [1, 2]) == [0, ""]
    assert combine([(1, 2), None], [(3, 4), (5, 6)], is_leaf=lambda x: isinstance(x, tuple)) == [
        (1, 2),
        (5, 6),
    ]
    with pytest.raises(TypeError, match="none was given"):
        combine()
    with pytest.raises(ValueError, match=r"`pytrees\[2\]` is a tuple"):
        combine([1], [2], (3,))
    with pytest.raises(ValueError, match=r"`pytrees\[1\]\[1\]` is a list"):
        combine([None, (1,)], [5, [1]])


def test_under_transformations() -> None:
    model = {"w": jnp.array([1.0, 2.0]), "n": 3, "f": max}
    arrays, others = partition(model, is_inexact_array)

    def loss(arrays: Any) -> Any:
        whole = combine(arrays, others)
        return (whole["w"] * whole["n"]).sum()

    assert jax.jit(jax.grad(loss))(arrays)["w"].tolist() == [3.0, 3.0]
    assert jax.vmap(lambda w: loss({**arrays, "w": w}))(jnp.ones((2, 2))).tolist() == [6.0, 6.0]
