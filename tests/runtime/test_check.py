"""`tree_check`."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import jax.numpy as jnp
import jax.tree_util as jtu
import pytest

from tests.runtime.trees import Layer, Model, Nothing
from treeops import tree_check


def test_leaves_and_childless_nodes_may_be_repeated() -> None:
    array, empty, nothing = jnp.ones(2), [], Nothing()  # type: ignore[var-annotated]
    tree_check([array, array, 1, 1, None, None, (), (), empty, empty, nothing, nothing])
    tree_check(1)
    tree_check([[1], [1]])


def test_a_duplicate_names_both_places() -> None:
    layer = Layer(1, 2)
    with pytest.raises(ValueError, match=r"`pytree\.layers\['a'\]` and `pytree\.layers\['b'\]`"):
        tree_check(Model({"a": layer, "b": layer}))
    shared = [1]
    with pytest.raises(ValueError, match=r"`pytree\[0\]` and `pytree\[1\]\[0\]`"):
        tree_check([shared, (shared,)])
    # Only None below, which has no children itself, but is one.
    with pytest.raises(ValueError, match="separate copies"):
        tree_check([[None]] * 2)


def test_cycles() -> None:
    tree: list[Any] = [1]
    tree.append((2, tree))
    with pytest.raises(ValueError, match=r"list at `pytree` contains itself, at `pytree\[1\]\[1"):
        tree_check(tree)
    model = Model([])
    model.layers.append(model)
    with pytest.raises(ValueError, match=r"at `pytree\['m'\]\.layers\[0\]`"):
        tree_check({"m": model})


@jtu.register_pytree_node_class
class Temporaries:
    """Builds its children anew each time it is flattened."""

    def tree_flatten(self) -> tuple[tuple[Any, ...], None]:
        return tuple([i] for i in range(3)), None

    @classmethod
    def tree_unflatten(cls, _: None, children: Any) -> Temporaries:
        return cls()


def test_temporaries_are_no_duplicates() -> None:
    tree_check([Temporaries() for _ in range(200)])


def test_any_depth() -> None:
    deep: Any = 1
    for _ in range(20_000):
        deep = [deep]
    tree_check(deep)
    while isinstance(deep, list):
        deep = deep.pop()


def test_keys_that_cannot_be_sorted() -> None:
    with pytest.raises(ValueError, match=r"`pytree\[0\]` cannot be sorted"):
        tree_check([{1: 1, "a": 2}])


CYCLES = """
import equinox as eqx
import treeops


class Model(eqx.Module):
    x: object


module = Model([])
module.x.append(module)
plain = []
plain.append({"a": plain})
for tree in (module, plain):
    for call in (
        lambda: treeops.tree_check(tree),
        lambda: treeops.tree_at(lambda t: t, tree, 1),
        lambda: treeops.tree_at(lambda t: t, tree, 1, is_leaf=lambda _: False),
        lambda: treeops.tree_at(lambda t: t, [tree], 1, is_leaf=lambda x: x is tree),
        lambda: treeops.tree_inference(tree),
        lambda: treeops.tree_equal(tree, tree),
        lambda: treeops.partition(tree, treeops.is_array),
        lambda: treeops.combine(tree, tree),
        lambda: treeops.apply_updates(tree, tree),
    ):
        for _ in range(20):
            try:
                call()
            except ValueError as error:
                assert "contains itself" in str(error), error
            else:
                raise AssertionError("no error")
print("survived")
"""


def test_no_cycle_ends_the_interpreter() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CYCLES], capture_output=True, text=True, check=False
    )
    assert done.stdout == "survived\n", done.stderr[-2000:]
