"""The ways that `tree_equal` compares arrays, each made to be taken, against equinox."""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from treeops import _device_arrays, _host_arrays, _quick_look, _tolerance, tree_equal

DTYPES: list[Any] = [
    np.bool_,
    np.int8,
    np.uint32,
    np.float16,
    np.float32,
    np.complex64,
    ml_dtypes.bfloat16,
    ml_dtypes.float8_e4m3fn,
    ml_dtypes.int4,
]
VALUES = [0.0, -0.0, 1.0, 2.0, float("nan"), float("inf")]
SHAPES: list[tuple[int, ...]] = [(), (1,), (0, 3), (3,), (2, 5), (40,), (7, 30)]
INTEGERS = (np.bool_, np.int8, np.uint32, ml_dtypes.int4)


@pytest.fixture(params=["as they are", "in the middle", "at the end"])
def limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moves what is small and what is large, so that arrays of tests are all of it."""
    if request.param == "as they are":
        return
    small = 16 if request.param == "in the middle" else 0
    for module in (_host_arrays, _quick_look):
        monkeypatch.setattr(module, "SMALL", max(small, 16))
    monkeypatch.setattr(_host_arrays, "FEW", small)
    monkeypatch.setattr(_host_arrays, "_MIDDLE", small)
    monkeypatch.setattr(_host_arrays, "_WHOLE", 8)
    monkeypatch.setattr(_host_arrays, "_BEGINNING", 2)
    monkeypatch.setattr(_tolerance, "_MANY", max(small, 1))
    monkeypatch.setattr(_host_arrays, "_BLOCK", 64)
    monkeypatch.setattr(_host_arrays, "_PIECE", 4)
    monkeypatch.setattr(_quick_look, "_MIDDLE", 64 if small else 0)
    monkeypatch.setattr(_device_arrays, "_IN_TWO_STEPS", 8)


@st.composite
def arrays(draw: st.DrawFn) -> Any:
    dtype = draw(st.sampled_from(DTYPES))
    shape = draw(st.sampled_from(SHAPES))
    values = st.sampled_from([0, 1, 2] if dtype in INTEGERS else VALUES)
    array = np.full(shape, draw(values)).astype(dtype)
    if array.size:
        array.reshape(-1)[draw(st.integers(0, array.size - 1))] = np.asarray(draw(values), dtype)
    return array


def other(draw: st.DrawFn, array: Any) -> Any:
    """The array again, or nearly: negative zeros, one other value, another layout."""
    changed = array.copy()
    change = draw(st.sampled_from(["none", "none", "none", "sign", "value", "layout"]))
    if change == "sign" and array.dtype.kind == "f":
        changed = np.where(changed == 0, -changed, changed).astype(array.dtype)
    elif change == "value" and array.size:
        changed.reshape(-1)[-1] = np.asarray(1, array.dtype)
    elif change == "layout":
        changed = np.asfortranarray(changed)
    return changed


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    xs = draw(st.lists(arrays(), min_size=1, max_size=12))
    ys = [other(draw, x) for x in xs]
    for side in (xs, ys):
        on_device = draw(st.lists(st.booleans(), min_size=len(xs), max_size=len(xs)))
        side[:] = [jnp.asarray(x) if here else x for x, here in zip(side, on_device, strict=True)]
    return xs, ys


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("tolerance", [{}, {"rtol": 0.1, "atol": 0.5}])
def test_every_way_answers_as_equinox(tolerance: dict[str, Any]) -> None:
    @given(pairs())
    def compare(drawn: tuple[list[Any], list[Any]]) -> None:
        xs, ys = drawn
        ours = tree_equal(xs, ys, **tolerance)
        if tolerance:
            # NumPy's arrays of bfloat16 and its like are compared exactly there.
            xs, ys = [*map(jnp.asarray, xs)], [*map(jnp.asarray, ys)]
        theirs = eqx.tree_equal(xs, ys, **tolerance)
        assert bool(ours) is bool(theirs)
        if isinstance(theirs, bool) and not tolerance:
            assert isinstance(ours, bool)

    compare()


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("dtype", [np.float32, np.int32, np.complex64, ml_dtypes.bfloat16])
@pytest.mark.parametrize("size", [1, 5, 100, 5000])
def test_one_other_value_anywhere_is_found(dtype: Any, size: int) -> None:
    tree = [np.arange(size).astype(dtype) for _ in range(9)]
    for index in (0, 4, 8):
        for at in {0, size // 2, size - 1}:
            changed = [x.copy() for x in tree]
            changed[index][at] = -1
            assert tree_equal(tree, changed) is False
            on_device = tree_equal([*map(jnp.asarray, tree)], [*map(jnp.asarray, changed)])
            assert isinstance(on_device, jax.Array)
            assert not on_device


@pytest.mark.parametrize("enabled", [False, True])
def test_with_nans_reported(enabled: bool) -> None:
    nan = jnp.array([1.0, jnp.nan])
    with jax.debug_nans(enabled):
        tolerances: list[dict[str, Any]] = [{}, {"rtol": 0.1}]
        for tolerance in tolerances:
            assert not tree_equal([nan], [nan], **tolerance)
            assert tree_equal([nan[:1]], [nan[:1]], **tolerance)
        assert not jax.jit(lambda x: tree_equal([x], [x]))(nan)


def test_the_answer_is_where_the_arrays_are() -> None:
    device = jax.devices()[0]
    bound = jax.device_put(jnp.ones(2), device)
    answer = tree_equal(bound, bound)
    assert isinstance(answer, jax.Array)
    assert answer.devices() == {device}
    again = tree_equal(bound, bound)
    assert isinstance(again, jax.Array)
    answer.delete()
    # Who deletes an answer, as by donating it, takes it from no one else.
    assert bool(tree_equal(bound, bound))


def test_a_deleted_array_is_an_error() -> None:
    array = jnp.ones(2) + 1
    array.delete()
    with pytest.raises(RuntimeError, match="deleted"):
        tree_equal([array], [jnp.ones(2)])


def test_an_answer_known_while_tracing_can_be_used() -> None:
    ones = jnp.ones(2)

    @jax.jit
    def traced(x: Any) -> Any:
        return x + tree_equal([ones], [jnp.ones(2)])

    assert traced(1.0) == 2.0
    # Nothing of the trace has stayed behind.
    assert bool(tree_equal([ones], [jnp.ones(2)]))


def test_numpy_scalars_strings_and_times() -> None:
    assert tree_equal([np.str_("a"), np.bytes_(b"a")], [np.str_("a"), np.bytes_(b"a")]) is True
    assert tree_equal(np.str_("a"), np.str_("b")) is False
    day, second = np.datetime64("2020-01-01", "D"), np.datetime64("2020-01-01", "s")
    assert tree_equal([day], [day]) is True
    assert tree_equal([day], [second]) is False
    assert tree_equal([np.array(["a", "b"])] * 9, [np.array(["a", "b"])] * 9) is True
    masked: Any = np.ma.array([1, 2], mask=[False, True])
    assert tree_equal([masked] * 9, [masked] * 9) is True


def test_gradients_and_rows() -> None:
    def loss(x: Any) -> Any:
        return jnp.where(tree_equal([x], [jnp.ones(2)]), (x**2).sum(), 0.0)

    assert jax.grad(loss)(jnp.ones(2)).tolist() == [2.0, 2.0]
    keys = jax.random.split(jax.random.key(0), 3)
    rows: Any = jax.vmap(lambda key: tree_equal([key], [keys[1]]))(keys)
    assert rows.tolist() == [False, True, False]


@pytest.mark.parametrize("size", [1, 3_000, 300_000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.float16])
def test_tolerances_are_those_of_numpy(dtype: Any, size: int) -> None:
    values = np.random.default_rng(size).normal(size=size).astype(dtype)
    if dtype is not np.complex64:  # of which NumPy 1 finds no infinite ones equal
        values[-1] = np.inf
    for by in (0.0, 1e-3, 0.1):
        for place in (0, size // 2, slice(None)):
            near = values.copy()
            near[place] *= dtype(1 + by)
            tolerances: list[Any] = [{"rtol": 1e-2}, {"atol": 1e-2}, {"rtol": 1.0, "atol": 2}]
            for tolerance in tolerances:
                expected = np.allclose(values, near, **tolerance)
                assert tree_equal([values], [near], **tolerance) is bool(expected)
                twice = tree_equal([values.reshape(1, -1).T], [near.reshape(1, -1).T], **tolerance)
                assert twice is bool(expected)
    assert tree_equal([values], [values], rtol=-1.0) is np.allclose(values, values, rtol=-1.0)
