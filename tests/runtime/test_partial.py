"""`Partial`."""

from __future__ import annotations

import copy
import dataclasses
import functools
import pickle
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
import pytest

import treeops
from tests.runtime.trees import Custom, Layer

# These tests are about values; `test_types` is about types.
Partial: Any = treeops.Partial


def record(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return args, kwargs


def double(x: Any) -> Any:
    return 2 * x


def scale(factor: Any, x: Any) -> Any:
    return factor * x


def test_the_order_of_arguments() -> None:
    partial = Partial(record, 1, 2, k=3)
    args, kwargs = partial(4, l=5)
    assert args == (1, 2, 4)
    assert list(kwargs.items()) == [("l", 5), ("k", 3)]
    assert Partial(record)() == ((), {})


def test_a_keyword_given_twice() -> None:
    with pytest.raises(TypeError, match="`k` is given in this Partial already"):
        Partial(record, k=1)(k=1)


def test_any_name_can_be_bound() -> None:
    names = {"self": 1, "cls": 2, "func": 3, "args": 4}
    assert Partial(record, **names)() == ((), names)
    assert Partial(record)(**names) == ((), names)


def test_only_callables() -> None:
    with pytest.raises(TypeError, match="callable first"):
        Partial(3)
    with pytest.raises(TypeError):
        Partial()
    assert Partial(int, "3")() == 3
    assert Partial(Partial(scale, 2), 3)() == 6


def test_frozen() -> None:
    partial = Partial(double, 1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="tree_at"):
        partial.func = print
    with pytest.raises(AttributeError):
        partial.other = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        del partial.args
    assert partial.args == (1,)


def test_subscripts() -> None:
    assert treeops.Partial[int](int, "3")() == 3
    assert treeops.Partial[int, [str]] != treeops.Partial[int, ...]
    assert treeops.Partial[int] == treeops.Partial[int, ...]


def test_key_paths() -> None:
    partial = Partial(double, 1, (2,), k=[3])
    names = [jtu.keystr(path) for path, _ in jtu.tree_leaves_with_path(partial)]
    assert names == [".func", ".args[0]", ".args[1][0]", ".keywords['k'][0]"]
    assert jtu.tree_leaves(partial) == [double, 1, 2, 3]
    doubled = jtu.tree_map(lambda x: x if callable(x) else 2 * x, partial)
    assert doubled == Partial(double, 2, (4,), k=[6])


def test_a_module_as_function_is_seen() -> None:
    linear = eqx.nn.Linear(2, 2, key=jax.random.key(0))
    assert len(jtu.tree_leaves(Partial(linear))) == 2
    hidden: Any = jtu.Partial
    assert jtu.tree_leaves(hidden(linear)) == []


def pickled(x: Any) -> Any:
    return pickle.loads(pickle.dumps(x))  # noqa: S301  (our own)


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy, pickled])
def test_copies(make: Any) -> None:
    partial = Partial(double, 1, k=np.float32(2))
    again = make(partial)
    assert again is not partial
    assert again == partial
    assert again.keywords == partial.keywords


def test_repr() -> None:
    assert repr(Partial(max, 1, k="a")) == "Partial(<built-in function max>, 1, k='a')"


DIFFERENT = [
    (Partial(scale, 1), Partial(scale, True)),
    (Partial(scale, 1), Partial(scale, 1.0)),
    (Partial(scale, 0.0), Partial(scale, -0.0)),
    (Partial(scale, 0j), Partial(scale, complex(0.0, -0.0))),
    (Partial(scale, np.float32(0)), Partial(scale, np.float32(-0.0))),
    (Partial(scale, (0.0,)), Partial(scale, (-0.0,))),
    (Partial(scale, k=1), Partial(scale, k=2)),
    (Partial(scale, 1), Partial(scale, k=1)),
    (Partial(scale), Partial(double)),
    (Partial(scale, 1), functools.partial(scale, 1)),
    (Partial(scale, np.float32(1)), Partial(scale, 1.0)),
    (Partial(scale, float("nan")), Partial(scale, float("nan"))),
]


@pytest.mark.parametrize(("x", "y"), DIFFERENT)
def test_different(x: Any, y: Any) -> None:
    assert (x == y) is False
    assert (x != y) is True
    assert len({x, y}) == 2


def test_equal_and_hashed_alike() -> None:
    x, y = Partial(scale, (1, "a"), k=0.0, l=None), Partial(scale, (1, "a"), l=None, k=0.0)
    assert (x == y) is True
    assert hash(x) == hash(y)
    assert {x: 1}[y] == 1
    # A frozen module hashes by its fields, a plain one by identity; equal trees hash alike.
    for kind in (Layer, Custom):
        assert Partial(scale, kind(1, 2)) == Partial(scale, kind(1, 2))
        assert hash(Partial(scale, kind(1, 2))) == hash(Partial(scale, kind(1, 2)))


@pytest.mark.parametrize("part", [jnp.ones(2), np.ones(2), [1], {"a": 1}])
def test_unhashable_parts(part: Any) -> None:
    for partial in (Partial(scale, part), Partial(scale, k=part), Partial(scale, (part,))):
        with pytest.raises(TypeError, match="unhashable"):
            hash(partial)


def test_equality_with_arrays() -> None:
    ones = jnp.ones(2)
    same = Partial(scale, ones) == Partial(scale, jnp.ones(2))
    assert isinstance(same, jax.Array)
    assert bool(same)
    assert (Partial(scale, np.ones(2)) == Partial(scale, np.ones(2))) is True
    assert (Partial(scale, ones) == Partial(scale, ones, 1)) is False


def test_the_compilation_cache_tells_them_apart() -> None:
    traces: list[Any] = []

    @functools.partial(jax.jit, static_argnums=0)
    def call(partial: Any, x: Any) -> Any:
        traces.append(partial)
        return partial(x)

    one = jnp.array(1, jnp.int32)
    assert call(Partial(scale, 1), one).dtype == jnp.int32
    assert call(Partial(scale, 1.0), one).dtype == jnp.float32
    inverse = lambda zero, x: x / zero
    assert call(Partial(inverse, 0.0), one) == jnp.inf
    assert call(Partial(inverse, -0.0), one) == -jnp.inf
    assert len(traces) == 4
    call(Partial(scale, 1), one)
    assert len(traces) == 4


def test_under_transformations() -> None:
    x = jnp.array([1.0, 2.0])
    assert jax.jit(Partial(scale, 3))(x).tolist() == [3.0, 6.0]
    assert jax.vmap(Partial(scale, x))(jnp.ones((3, 2))).shape == (3, 2)
    assert jax.grad(Partial(scale, 3.0))(1.0) == 3.0
    step = Partial(lambda factor, carry, x: (carry + factor * x, carry), 2.0)
    assert jax.lax.scan(step, 0.0, x)[0] == 6.0
    assert jax.lax.cond(True, Partial(scale, 2.0), Partial(scale, 3.0), 1.0) == 2.0
    assert jax.checkpoint(Partial(scale, 2.0))(1.0) == 2.0


def test_as_an_argument_of_a_transformation() -> None:
    linear = eqx.nn.Linear(2, 1, use_bias=False, key=jax.random.key(0))
    partial = Partial(linear, jnp.array([1.0, 2.0]))
    gradient: Any = jax.jit(jax.grad(lambda p: p()[0]))(partial)
    assert type(gradient) is Partial
    assert gradient.func.weight.tolist() == [[1.0, 2.0]]
