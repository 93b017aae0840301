"""The functions under JAX's transformations, with 64 bit types on and off, and with NaNs caught.

`tree_equal`, `tree_check`, `apply_updates`, `Partial`, `partition` and `combine` have such tests
in their own files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

import treeops
from tests.runtime.trees import KINDS, Data, Layer, Model, Point

if TYPE_CHECKING:
    from collections.abc import Iterator

tree_at: Any = treeops.tree_at
# Those that have fields for both children, and may hold any child.
ARRAY_KINDS = sorted(KINDS)


class Dropout(eqx.Module):
    rate: Any
    inference: Any


@pytest.fixture(params=[False, True], ids=["", "debug_nans"], autouse=True)
def nans_are_caught(request: pytest.FixtureRequest) -> Iterator[None]:
    with jax.debug_nans(request.param):
        yield


def second(tree: Any) -> Any:
    """The second child of the root, in JAX's order."""
    children = treeops.tree_flatten_one_level(tree)[0]
    return children[1] if len(children) > 1 else treeops.tree_flatten_one_level(children[0])[0][1]


def of_arrays(kind: str) -> Any:
    return KINDS[kind](jnp.arange(3.0), [jnp.ones(2), jnp.zeros(())])


@pytest.mark.parametrize("kind", ARRAY_KINDS)
@pytest.mark.parametrize("share", [False, True])
def test_tree_at_under_jit(kind: str, share: bool, x64: bool) -> None:
    tree = of_arrays(kind)

    def update(tree: Any, new: Any) -> Any:
        return tree_at(second, tree, new, share=share)

    new = np.arange(4.0)
    traced, plain = jax.jit(update)(tree, new), update(tree, jnp.asarray(new))
    structure: Any = jax.tree.structure(traced)
    assert structure == jax.tree.structure(plain)
    assert treeops.tree_equal(traced, plain) == True  # noqa: E712  (a JAX bool)
    assert {leaf.dtype for leaf in jax.tree.leaves(traced)} <= {
        jnp.dtype(jnp.float32),
        jnp.dtype(jnp.float64 if x64 else jnp.float32),
    }


@pytest.mark.parametrize("kind", ARRAY_KINDS)
@pytest.mark.parametrize("share", [False, True])
def test_tree_at_computes_nothing(kind: str, share: bool) -> None:
    tree = of_arrays(kind)
    traced = jax.make_jaxpr(lambda t, x: tree_at(second, t, x, share=share))(tree, 1.0)
    assert not traced.eqns
    new = object()
    assert second(tree_at(second, tree, new, share=share)) is new


@pytest.mark.parametrize("kind", ARRAY_KINDS)
def test_grad_through_tree_at(kind: str) -> None:
    def loss(tree: Any, factor: Any) -> Any:
        tree = tree_at(second, tree, replace_fn=lambda node: jax.tree.map(jnp.zeros_like, node))
        tree = tree_at(lambda t: jax.tree.leaves(t)[0], tree, replace_fn=lambda x: factor * x)
        return sum(jnp.sum(leaf) for leaf in jax.tree.leaves(tree))

    tree = of_arrays(kind)
    of_tree, of_factor = jax.grad(loss, argnums=(0, 1))(tree, 2.0)
    flat, wanted = jax.tree.leaves(of_tree), jax.tree.leaves(tree)
    replaced = {id(leaf) for leaf in jax.tree.leaves(second(tree))}
    for gradient, leaf in zip(flat, wanted, strict=True):
        is_first = leaf is wanted[0]
        factor = 0.0 if id(leaf) in replaced else 2.0 if is_first else 1.0
        np.testing.assert_array_equal(gradient, np.full(leaf.shape, factor))
    assert float(of_factor) == (0.0 if id(wanted[0]) in replaced else float(jnp.sum(wanted[0])))


def test_vmap_over_tree_at() -> None:
    rows = jnp.arange(6.0).reshape(3, 2)
    model = Model([Layer(jnp.ones(2), jnp.zeros(2)), Data(jnp.ones(()), 1.0)])

    def replaced(row: Any, scale: Any) -> Any:
        return tree_at(lambda m: (m.layers[0].bias, m.layers[1].b), model, (row * scale, scale))

    many = jax.vmap(replaced, in_axes=(0, None))(rows, 2.0)
    np.testing.assert_array_equal(many.layers[0].bias, 2 * rows)
    np.testing.assert_array_equal(many.layers[0].weight, np.ones((3, 2)))
    one = jax.vmap(
        lambda m, x: tree_at(lambda m: m.layers[0].weight, m, replace_fn=lambda w: w + x)
    )(many, jnp.arange(3.0))
    np.testing.assert_array_equal(one.layers[0].weight[:, 0], [1.0, 2.0, 3.0])


def test_tree_at_in_loops_and_branches() -> None:
    tree: Any = {"count": jnp.zeros((), jnp.int32), "sum": jnp.zeros(2), "name": None}

    def step(tree: Any, x: Any) -> Any:
        where = lambda t: (t["sum"], t["count"])
        return tree_at(where, tree, (tree["sum"] + x, tree["count"] + 1)), tree["count"]

    final, counts = jax.lax.scan(step, tree, jnp.ones((5, 2)))
    assert final["sum"].tolist() == [5.0, 5.0]
    assert counts.tolist() == [0, 1, 2, 3, 4]
    chosen = jax.lax.cond(
        jnp.array(True), lambda t: tree_at(lambda t: t["sum"], t, jnp.ones(2)), lambda t: t, tree
    )
    assert chosen["sum"].tolist() == [1.0, 1.0]
    looped = jax.lax.while_loop(
        lambda t: t["count"] < 3,
        lambda t: tree_at(lambda t: t["count"], t, replace_fn=lambda x: x + 1),
        tree,
    )
    assert int(looped["count"]) == 3


def test_a_selector_cannot_look_at_traced_leaves() -> None:
    @jax.jit
    def update(tree: Any) -> Any:
        return tree_at(lambda t: t[0] if isinstance(t[0], jax.Array) else t[1], tree, 0.0)

    with pytest.raises(ValueError, match="must use only the structure"):
        update((jnp.ones(2), jnp.ones(())))


@pytest.mark.parametrize("value", [True, False])
def test_tree_inference(value: bool, x64: bool) -> None:
    tree = [Dropout(jnp.float32(0.5), False), {"a": Dropout(np.float64(0.5), None)}]

    def rates(tree: Any) -> Any:
        tree = treeops.tree_inference(tree, value)
        assert [tree[0].inference, tree[1]["a"].inference] == [value, value]
        return tree[0].rate + tree[1]["a"].rate

    assert float(jax.jit(rates)(tree)) == 1.0
    kept, others = treeops.partition(tree, treeops.is_inexact_array)
    gradient = jax.grad(lambda t: rates(treeops.combine(t, others)))(kept)
    assert [float(x) for x in jax.tree.leaves(gradient)] == [1.0, 1.0]
    many = jax.vmap(lambda x: rates(tree_at(lambda t: t[0].rate, tree, x)))(jnp.arange(2.0))
    assert many.tolist() == [0.5, 1.5]
    assert many.dtype == (jnp.float64 if x64 else jnp.float32)


def test_one_level_of_traced_nodes() -> None:
    def first(tree: Any) -> Any:
        children, treedef = treeops.tree_flatten_one_level(tree)
        again: Any = jax.tree.unflatten(treedef, children[::-1])
        assert treeops.tree_flatten_one_level(children[0])[0][0] is children[0]
        return again.x

    point = Point(jnp.float32(3), jnp.float32(4))
    assert float(jax.jit(first)(point)) == 4
    assert [float(x) for x in jax.grad(first)(point)] == [0, 1]
    assert jax.vmap(first)(Point(jnp.zeros(2), jnp.arange(2.0))).tolist() == [0, 1]


def test_traced_arrays_are_arrays() -> None:
    seen = []

    def look(x: Any) -> Any:
        seen.append((treeops.is_array(x), treeops.is_inexact_array(x)))
        return x

    jax.jit(look)(jnp.ones(2))
    jax.vmap(look)(jnp.ones(2))
    jax.grad(look)(1.0)
    jax.jit(look)(jnp.arange(2))
    assert seen == [(True, True)] * 3 + [(True, False)]


def test_nan_is_only_a_value() -> None:
    """What merely moves leaves must not trip over NaNs in them, nor read them at all."""
    nan = np.full(3, np.nan, np.float32)
    with jax.debug_nans(False):
        tree = Model([Layer(jnp.asarray(nan), nan), Dropout(jnp.asarray(nan), False)])
    with jax.transfer_guard("disallow"):
        treeops.tree_check(tree)
        changed = tree_at(lambda m: m.layers[0].bias, tree, replace_fn=lambda x: x)
        assert changed.layers[0].weight is tree.layers[0].weight
        assert treeops.tree_inference(tree).layers[1].inference is True
        assert treeops.explain_where(lambda m: m.layers[0].weight, tree).error is None
        kept, others = treeops.partition(tree, treeops.is_array)
        assert treeops.combine(kept, others).layers[0].weight is tree.layers[0].weight
    values = treeops.tree_diff(tree, tree)[0].values
    assert values is not None
    assert (values.count, values.nans) == (3, 3)
