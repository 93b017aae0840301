"""`tree_equal`."""

from __future__ import annotations

from typing import Any

import jax
import jax.core
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import pytest

from tests.runtime.trees import Data, Layer, Point
from treeops import tree_equal


def assert_jax_bool(result: Any, value: bool) -> None:
    assert isinstance(result, jax.Array)
    assert result.shape == ()
    assert result.dtype == bool
    assert bool(result) is value


def test_how_many_trees() -> None:
    assert tree_equal([1, jnp.ones(2)]) is True
    with pytest.raises(IndexError, match="one or more"):
        tree_equal()
    assert tree_equal([1], [1], [1]) is True
    assert tree_equal([1], [1], [2]) is False


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ([1], (1,)),
        ([1], [1, 2]),
        ({"a": 1}, {"b": 1}),
        ([None], [1]),
        (Point(1, 2), (1, 2)),
        (Layer(1, 2, size=1), Layer(1, 2, size=2)),
        (Data(1, 2), Data(1, 3)),
        (1, "1"),
        (float("nan"), float("nan")),
        (1.0, np.float64(1.0)),
        (1, jnp.array(1)),
        (jnp.array(1), 1),
        (np.ones(2), np.ones(3)),
        (jnp.ones(2), jnp.ones((2, 1))),
        (np.ones(2, np.float32), np.ones(2, np.int32)),
        (jnp.ones(2, jnp.float32), jnp.ones(2, jnp.bfloat16)),
        (np.array([np.nan]), np.array([np.nan])),
        (np.array([1, 2]), np.array([1, 3])),
    ],
)
def test_known_to_differ(x: Any, y: Any) -> None:
    assert tree_equal(x, y) is False
    assert tree_equal([x, jnp.ones(1)], [y, jnp.ones(1)]) is False
    assert tree_equal([jnp.ones(1), x], [jnp.zeros(1), y]) is False


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (1, 1.0),
        (1, True),
        (0.0, -0.0),
        (np.array([0.0]), np.array([-0.0])),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        (np.array(["a"]), np.array(["a"])),
        (np.float32(1), np.array(1, np.float32)),
        (None, None),
        ((), ()),
    ],
)
def test_equal_on_the_host(x: Any, y: Any) -> None:
    assert tree_equal(x, y) is True


def test_jax_arrays_give_a_jax_bool() -> None:
    assert_jax_bool(tree_equal(jnp.ones(2), jnp.ones(2)), True)
    assert_jax_bool(tree_equal([jnp.ones(2), 1], [jnp.zeros(2), 1]), False)
    assert_jax_bool(tree_equal(jnp.ones(2), np.ones(2, np.float32)), True)
    assert_jax_bool(tree_equal(jnp.array(jnp.nan), jnp.array(jnp.nan)), False)
    assert_jax_bool(tree_equal(jnp.array(-0.0), jnp.array(0.0)), True)
    weak, strong = jnp.asarray(1.0), jnp.ones((), jnp.float32)
    assert weak.weak_type
    assert_jax_bool(tree_equal(weak, strong), True)


def test_typematch() -> None:
    assert tree_equal(1, 1.0, typematch=True) is False
    assert tree_equal(1, True, typematch=True) is False
    assert tree_equal(jnp.ones(2), np.ones(2, np.float32), typematch=True) is False
    assert tree_equal(np.float32(1), np.array(1, np.float32), typematch=True) is False
    assert_jax_bool(tree_equal(jnp.ones(2), jnp.ones(2), typematch=True), True)
    ones = jnp.ones(2)
    traced = jax.jit(lambda x: tree_equal(x, ones, typematch=True))
    assert_jax_bool(traced(ones), True)


@pytest.mark.parametrize("dtype", [np.float32, ml_dtypes.bfloat16, np.complex64])
def test_tolerances(dtype: Any) -> None:
    x, y = np.array([1.0, 2.0], dtype), np.array([1.0, 2.03125], dtype)
    for a, b in ((x, y), (jnp.array(x), jnp.array(y)), (jnp.array(x), y)):
        assert not tree_equal(a, b)
        assert tree_equal(a, b, atol=0.1)
        assert tree_equal(a, b, rtol=0.1)
        assert not tree_equal(a, b, atol=0.01)
    assert not tree_equal(np.array([1]), np.array([2]), atol=5)
    assert not tree_equal(1.0, 1.1, atol=5)


def test_tolerances_are_not_rounded_to_the_dtype() -> None:
    x = np.array([1.0, 1.0078125], ml_dtypes.bfloat16)
    assert not tree_equal(x[:1], x[1:], atol=0.00781)
    assert tree_equal(x[:1], x[1:], atol=0.00782)
    small = np.array([1.0, 1.125], ml_dtypes.float8_e4m3fn)
    assert tree_equal(small[:1], small[1:], rtol=0.2)


def test_a_traced_tolerance() -> None:
    x, y = np.array([1.0], np.float32), np.array([1.5], np.float32)
    close = jax.jit(lambda atol: tree_equal(x, y, atol=atol))
    assert_jax_bool(close(1.0), True)
    assert_jax_bool(close(0.1), False)
    assert tree_equal(x, y, atol=jnp.array(1.0)) is True


def test_prng_keys() -> None:
    key, other = jax.random.key(0), jax.random.key(1)
    assert_jax_bool(tree_equal(key, key), True)
    assert_jax_bool(tree_equal([key], [other], atol=1.0), False)
    assert tree_equal(key, jax.random.key(0, impl="rbg")) is False


def test_x64(x64: bool) -> None:
    double = np.ones(2, np.float64)
    nearly = double + 1e-12
    # Compared as what they are, even where JAX would make them float32.
    assert tree_equal(double, nearly) is False
    assert tree_equal(double, nearly, atol=1e-9) is True
    result = tree_equal(double, jnp.ones(2))
    if x64:
        assert_jax_bool(result, True)
    else:
        assert result is False


def test_under_transformations() -> None:
    @jax.jit
    def traced(x: Any) -> Any:
        assert tree_equal({"a": x}, {"b": x}) is False
        assert tree_equal([x, 1], [x, 2]) is False
        result: Any = tree_equal({"a": x}, {"a": jnp.ones(2)})
        assert isinstance(result, jax.core.Tracer)
        assert result is not True
        return result

    assert_jax_bool(traced(jnp.ones(2)), True)
    assert_jax_bool(traced(jnp.zeros(2)), False)
    rows: Any = jax.vmap(lambda x: tree_equal([x], [jnp.ones(2)]))(
        jnp.array([[1.0, 1.0], [1.0, 0.0]])
    )
    assert rows.tolist() == [True, False]


class Raising:
    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    def __hash__(self) -> int:
        return 0


def test_python_leaves_are_compared_last() -> None:
    # What is known from types and shapes comes before any `==` of the user's.
    assert tree_equal([Raising(), np.ones(1)], [Raising(), np.ones(2)]) is False
    with pytest.raises(RuntimeError, match="compared"):
        tree_equal(Raising(), Raising())


def test_large_trees_and_shared_nodes_are_no_cycles() -> None:
    shared = [1, (2, {"a": 3})]
    tree = [shared] * 500
    assert tree_equal(tree, [[1, (2, {"a": 3})] for _ in range(500)]) is True


def test_cycles_and_depth_are_named() -> None:
    cycle: list[Any] = []
    cycle.append({"a": cycle})
    with pytest.raises(ValueError, match=r"contains itself, at `pytree\[0\]\['a'\]`"):
        tree_equal(cycle, cycle)
    deep: Any = 1
    for _ in range(20_000):
        deep = [deep]
    with pytest.raises(RecursionError, match="nested more deeply"):
        tree_equal(deep, deep)
    while isinstance(deep, list):
        deep = deep.pop()  # taking it apart here, not level within level at its end
