"""Checks that need several devices: a program that `test_sharding.py` runs with eight of them.

Prints, as JSON, what went wrong in each check; nothing is well.
"""

from __future__ import annotations

import contextlib
import json
import traceback
from typing import TYPE_CHECKING, Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.sharding import Mesh, NamedSharding

import treeops
from tests.runtime.trees import Data, Layer, Model
from treeops._value_differences import _reduced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PartitionSpec: Any = jax.sharding.PartitionSpec
# What is larger must not come to the host.
_FEW = 16
_tree_at: Any = treeops.tree_at


def mesh() -> Mesh:
    return Mesh(np.array(jax.devices()).reshape(4, 2), ("x", "y"))


def spread(array: Any, *axes: str | None) -> jax.Array:
    """The array, split over the devices along these axes of the mesh."""
    result: jax.Array = jax.device_put(array, NamedSharding(mesh(), PartitionSpec(*axes)))
    assert len(result.sharding.device_set) == 8
    return result


@contextlib.contextmanager
def on_the_devices() -> Iterator[None]:
    """Fails where an array, or one of its shards, is fetched to the host."""
    kind: Any = type(jnp.ones(1))
    # NumPy reads the memory of single shards, which nothing can watch: so none is handed out.
    names = ("__array__", "_value", "__iter__", "tolist", "addressable_shards", "addressable_data")
    before = {name: kind.__dict__[name] for name in names if name in kind.__dict__}
    assert "__array__" in before

    def guarded(original: Any) -> Any:
        # Which of them are properties, and of what sort, depends on the version of JAX.
        read = getattr(original, "fget", None) or getattr(original, "func", None)
        function: Any = read or original

        def guard(self: Any, *args: Any, **kwargs: Any) -> Any:
            assert self.size <= _FEW, f"{self.shape} was fetched to the host"
            return function(self, *args, **kwargs)

        return property(guard) if read else guard

    for name, original in before.items():
        setattr(kind, name, guarded(original))
    try:
        with jax.transfer_guard_device_to_host("disallow"):
            yield
    finally:
        for name, original in before.items():
            setattr(kind, name, original)


def model(dtype: Any = jnp.float32, offset: float = 0) -> Model:
    weight = (jnp.arange(64 * 32).reshape(64, 32) % 5 + offset).astype(dtype)
    return Model(
        [
            Layer(spread(weight, "x", "y"), spread(weight[:, 0], "x")),
            Layer(spread(weight, None, "x"), spread(weight, "y")),
            Data(spread(weight), weight[:2, :2] * 1),
        ]
    )


def assert_same_shardings(ours: Any, theirs: Any) -> None:
    pairs = zip(jax.tree.leaves(ours), jax.tree.leaves(theirs), strict=True)
    assert all(one.sharding.is_equivalent_to(other.sharding, one.ndim) for one, other in pairs)


def check_the_guard_itself() -> None:
    array = model().layers[0].weight
    for fetch in (np.asarray, jax.device_get, lambda x: x.addressable_shards[0].data):
        with on_the_devices():
            try:
                fetch(array)
            except (AssertionError, RuntimeError):
                continue
        raise AssertionError("an array was fetched, and nobody noticed")


def check_tree_at() -> None:
    tree = model()
    new = spread(jnp.zeros((64, 32)), "y", "x")
    for options in ({}, {"share": True}):
        with on_the_devices():
            changed = _tree_at(lambda m: m.layers[1].weight, tree, new, **options)
            doubled = _tree_at(
                lambda m: (m.layers[0].weight, m.layers[2].a),
                tree,
                replace_fn=lambda x: 2 * x,
                **options,
            )
        assert changed.layers[1].weight is new
        assert_same_shardings(doubled, tree)
        for result, replaced in ((changed, {2}), (doubled, {0, 4})):
            leaves = zip(jax.tree.leaves(result), jax.tree.leaves(tree), strict=True)
            different = {index for index, (one, other) in enumerate(leaves) if one is not other}
            assert different == replaced, different


def check_tree_equal() -> None:
    for dtype in (jnp.float32, jnp.bfloat16, jnp.int32, jnp.complex64):
        tree, same, other = model(dtype), model(dtype), model(dtype, 1)
        last = _tree_at(lambda m: m.layers[2].a, same, replace_fn=lambda x: x.at[63, 31].add(1))
        choices: list[Any] = [{}, {"rtol": 1e-3, "atol": 1e-3}, {"typematch": True}]
        for options in choices:
            with on_the_devices():
                assert treeops.tree_equal(tree, same, **options)
                assert not treeops.tree_equal(tree, other, **options)
                assert not treeops.tree_equal(tree, last, **options)
                assert jax.jit(treeops.tree_equal)(tree, same)
    keys = spread(jax.random.split(jax.random.key(0), 64), "x")
    with on_the_devices():
        assert treeops.tree_equal([keys], [keys])
        assert not treeops.tree_equal([keys], [keys[::-1]])


def check_tree_equal_of_other_shardings() -> None:
    array = jnp.arange(64.0)
    with on_the_devices():
        assert treeops.tree_equal([spread(array, "x")], [spread(array, "y")])
        assert not treeops.tree_equal([spread(array, "x")], [spread(array + 1)])


def check_apply_updates() -> None:
    tree = model()
    with on_the_devices():
        updated = treeops.apply_updates(tree, model(offset=1))
        assert_same_shardings(updated, tree)
        partly = treeops.apply_updates(tree, treeops.partition(tree, lambda x: x.ndim == 1)[0])
        assert_same_shardings(partly, tree)
        assert partly.layers[0].weight is tree.layers[0].weight
        assert treeops.tree_equal(updated.layers[0].bias, tree.layers[0].bias * 2 + 1)


def check_those_that_only_move_leaves() -> None:
    tree = model()
    with on_the_devices():
        treeops.tree_check(tree)
        kept, others = treeops.partition(tree, lambda x: x.ndim == 1)
        results = [
            treeops.combine(kept, others),
            treeops.filter(tree, treeops.is_array),
            treeops.tree_inference(tree),
            jax.tree.unflatten(*reversed(jax.tree.flatten(treeops.Partial(print, tree)))).args[0],
        ]
        explained = treeops.explain_where(lambda m: m.layers[0].weight, tree)
        assert ">       .weight: f32[64,32]" in str(explained)
    for result in results:
        pairs = zip(jax.tree.leaves(result), jax.tree.leaves(tree), strict=True)
        assert all(one is other for one, other in pairs)


def check_tree_diff() -> None:
    for dtype in (jnp.float32, jnp.bfloat16, jnp.int32):
        tree = model(dtype)
        for path, where in {
            ".layers[0].weight": lambda m: m.layers[0].weight,
            ".layers[1].weight": lambda m: m.layers[1].weight,
            ".layers[2].a": lambda m: m.layers[2].a,
        }.items():
            other = _tree_at(
                where, tree, replace_fn=lambda x: x.at[3, 7].add(1).at[50, 20].add(-9)
            )
            with on_the_devices():
                (found,) = treeops.tree_diff(tree, other)
                assert not treeops.tree_diff(tree, model(dtype))
                assert not treeops.tree_diff(tree, other, atol=9) or dtype == jnp.int32
            values = found.values
            assert found.name == path
            assert values is not None
            assert (values.count, values.size) == (2, 64 * 32)
            assert (values.largest, values.index, values.a) == (9, (50, 20), (50 * 32 + 20) % 5)


def only_values(a: Any, b: Any) -> Any:
    (found,) = treeops.tree_diff(a, b)
    return found.values


def check_tree_diff_of_other_values() -> None:
    ones = spread(jnp.ones((64, 32)), "x", "y")
    with on_the_devices():
        values = only_values(ones, ones.at[5, 6].set(jnp.nan))
        assert (values.count, values.nans, values.index) == (1, 1, (5, 6))
        values = only_values(ones > 0, (ones > 0).at[63, 31].set(False))
        assert str(values) == "1 of 2,048 elements, first at [63, 31]"
        keys = spread(jax.random.split(jax.random.key(0), 64), "x")
        assert str(only_values(keys, keys.at[9].set(keys[8]))).endswith("first at [9]")
        assert only_values(ones, np.ones((64, 32), np.float32) * 3).count == 64 * 32
        assert only_values([ones], [spread(jnp.zeros((64, 32)))]).largest == 1


def check_tree_diff_reduces_shard_by_shard() -> None:
    tree = model()
    for array in jax.tree.leaves(tree)[:-1]:
        for tolerances in (None, (0.5, 0.5)):
            lowered = _reduced.lower(array, array, tolerances, "inexact")
            program = str(lowered.compile().as_text())
            assert "all-gather" not in program
            assert "all-to-all" not in program


def main() -> None:
    """Run all checks, and report."""
    checks: dict[str, Callable[[], None]] = {
        name: check for name, check in globals().items() if name.startswith("check_")
    }
    problems = {}
    for name, check in checks.items():
        try:
            check()
        except Exception:  # noqa: BLE001  (reported, as any is a failure)
            problems[name] = traceback.format_exc()
    print(json.dumps({"devices": len(jax.devices()), "run": [*checks], "problems": problems}))


if __name__ == "__main__":
    main()
