"""Every function against equinox, on random trees. `--hypothesis-profile=thorough` tries harder.

Wanted differences, each with an example elsewhere in these tests:

- `tree_at`: a static field, missing key or missing `return` that gives None or `()` is an
  error, where equinox replaces another None or nothing; a None in a sequence, where the tree
  has none, is a TypeError like other constants, not a ValueError; a selector that fails
  on placeholders gives ValueError, not what it failed with; a dict of no nodes is a TypeError;
  `()` is no leaf to a selector that calls `jax.tree.leaves`, where equinox makes it one;
  a `__post_init__` that rejects placeholders is no trouble.
- `tree_equal`: a Python `False` from any leaf comes before an error or answer of another;
  tolerances count for NumPy arrays of bfloat16 and its like; `typematch` takes all JAX arrays
  for one type.
- `tree_check`: children made anew by each flatten are no duplicates.
- `tree_inference`: several flags that are None are set, as are flags that hold flags.
- `apply_updates`: an update for a subtree is added to each of its leaves.
- `is_inexact_array`: NumPy arrays of bfloat16 and its like are floating.
- `filter`, `partition`: what a function answers is taken for true or false, also None.
- `Partial`: `==` and `hash`; final; a keyword given twice is reported before the call.
"""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

import treeops
from tests.runtime.trees import (
    OBJECT,
    Layer,
    assert_same_outcome,
    assert_same_tree,
    follow,
    key_paths,
    leaves,
    outcome,
    trees,
)

IS_LEAF: list[Any] = [
    None,
    lambda x: x is None,
    lambda x: isinstance(x, Layer),
    lambda x: isinstance(x, dict),
]


class Flagged(eqx.Module):
    inference: Any
    inner: Any


def nodes(tree: Any) -> list[Any]:
    return [follow(tree, path) for path in key_paths(tree)]


def tag(x: Any) -> Any:
    return [x]


@given(trees(), st.data())
def test_tree_at(tree: Any, data: st.DataObject) -> None:
    paths = key_paths(tree)
    picked = data.draw(st.lists(st.sampled_from(paths), max_size=3))
    single = len(picked) == 1 and data.draw(st.booleans())
    is_leaf = data.draw(st.sampled_from(IS_LEAF))

    def where(t: Any) -> Any:
        nodes = [follow(t, path) for path in picked]
        return nodes[0] if single else nodes

    if single:
        replacement = data.draw(leaves | trees())
    else:
        count = data.draw(st.sampled_from([len(picked)] * 5 + [len(picked) + 1]))
        replacement = data.draw(st.lists(leaves, min_size=count, max_size=count))
    given: dict[str, Any] = data.draw(
        st.sampled_from([{"replace": replacement}, {"replace_fn": tag}])
    )
    ours = outcome(lambda: treeops.tree_at(where, tree, is_leaf=is_leaf, **given))
    theirs = outcome(lambda: eqx.tree_at(where, tree, is_leaf=is_leaf, **given))
    below = (follow(tree, path[:i]) for path in picked for i in range(len(path)))
    if is_leaf is not None and any(map(is_leaf, below)):
        # There is nothing to select below a leaf, and equinox fails in many ways there.
        assert ours == ("error", ValueError)
        assert theirs[0] == "error"
        return
    assert_same_outcome(ours, theirs)


CONSTANTS: list[Any] = [
    lambda t: 5,
    lambda t: "word",
    lambda t: (5,),
    lambda t: OBJECT,
    lambda t: {"a": t},
    lambda t: [[t]],
    lambda t: t if isinstance(t, int) else [],
    lambda t: [x for x in jtu.tree_leaves(t) if type(x) is int],
    jtu.tree_leaves,
    lambda t: jtu.tree_leaves(t)[:2],
]


@given(trees(), st.sampled_from(CONSTANTS))
def test_tree_at_with_unusual_selectors(tree: Any, where: Any) -> None:
    assume(not any(type(node) is tuple and not node for node in nodes(tree)))
    ours = outcome(lambda: treeops.tree_at(where, tree, replace_fn=tag))
    theirs = outcome(lambda: eqx.tree_at(where, tree, replace_fn=tag))
    assert_same_outcome(ours, theirs)


NEAR = {1: True, 2: 2.0, 0.0: -0.0}


def changed(tree: Any, index: int, value: Any) -> Any:
    """The tree with another leaf, or with all leaves copied."""
    flat, treedef = jtu.tree_flatten(tree)
    if flat:
        index %= len(flat)
        flat[index] = NEAR.get(flat[index], value) if isinstance(flat[index], int) else value
    return jtu.tree_unflatten(treedef, flat)


@given(trees(), st.data())
def test_tree_equal(tree: Any, data: st.DataObject) -> None:
    other = data.draw(
        st.sampled_from([tree, changed(tree, data.draw(st.integers(0, 9)), data.draw(leaves))])
        | trees()
    )
    options: dict[str, Any] = {
        "typematch": data.draw(st.booleans()),
        "rtol": data.draw(st.sampled_from([0, 0.5])),
        "atol": data.draw(st.sampled_from([0.0, 2.0])),
    }
    ours = treeops.tree_equal(tree, other, **options)
    theirs = eqx.tree_equal(tree, other, **options)
    assert bool(ours) is bool(theirs)
    # Where equinox says False from Python, so do we; we may know it where it has asked a device.
    assert isinstance(ours, bool) or not isinstance(theirs, bool | np.bool_)


@given(trees())
def test_tree_check(tree: Any) -> None:
    assert_same_outcome(
        outcome(lambda: treeops.tree_check(tree)), outcome(lambda: eqx.tree_check(tree))
    )


@given(trees())
def test_tree_flatten_one_level(tree: Any) -> None:
    for path in key_paths(tree):
        node = follow(tree, path)
        ours, ours_treedef = treeops.tree_flatten_one_level(node)
        theirs, theirs_treedef = eqx.tree_flatten_one_level(node)
        assert ours_treedef == theirs_treedef
        assert len(ours) == len(theirs)
        assert all(a is b for a, b in zip(ours, theirs, strict=True))


def addends(tree: Any, mask: list[bool], value: Any) -> Any:
    """Updates for a tree: a value or None for each leaf."""
    flat, treedef = jtu.tree_flatten(tree)
    picked = (mask[i % len(mask)] for i in range(len(flat)))
    return jtu.tree_unflatten(treedef, [value if here else None for here in picked])


@given(
    trees(st.sampled_from([1, 2.5, True, jnp.ones(2), np.arange(2), np.float32(1)])),
    st.lists(st.booleans(), min_size=1),
    st.sampled_from([1, 0.5, jnp.arange(2), np.ones(2), np.float64(2)]),
)
def test_apply_updates(tree: Any, mask: list[bool], value: Any) -> None:
    updates = addends(tree, mask, value)
    assert_same_tree(treeops.apply_updates(tree, updates), eqx.apply_updates(tree, updates))
    other = [updates]
    assert_same_outcome(
        outcome(lambda: treeops.apply_updates(tree, other)) if jtu.tree_leaves(other) else ("", 0),
        outcome(lambda: eqx.apply_updates(tree, other)) if jtu.tree_leaves(other) else ("", 0),
    ) if isinstance(tree, tuple | dict) else None


SPECS: list[Any] = [
    eqx.is_array,
    lambda x: isinstance(x, int),
    True,
    False,
    callable,
    3,
    [True, lambda x: x is OBJECT],
    (True, False),
    {"a": True, "b": eqx.is_array},
]


@given(trees(), st.sampled_from(SPECS), st.sampled_from(IS_LEAF), st.booleans(), leaves)
def test_filter_and_partition(
    tree: Any, spec: Any, is_leaf: Any, inverse: bool, replace: Any
) -> None:
    options: dict[str, Any] = {"replace": replace, "is_leaf": is_leaf}
    assert_same_outcome(
        outcome(lambda: treeops.filter(tree, spec, inverse, **options)),
        outcome(lambda: eqx.filter(tree, spec, inverse, **options)),
    )
    assert_same_outcome(
        outcome(lambda: treeops.partition(tree, spec, **options)),
        outcome(lambda: eqx.partition(tree, spec, **options)),
    )


@given(trees(), trees(), st.sampled_from(IS_LEAF))
def test_combine(tree: Any, other: Any, is_leaf: Any) -> None:
    kept, others = eqx.partition(tree, eqx.is_array)
    for parts in ((kept, others), (others, kept, tree), (tree, other), (kept, other)):
        assert_same_outcome(
            outcome(lambda parts=parts: treeops.combine(*parts, is_leaf=is_leaf)),  # type: ignore[misc]
            outcome(lambda parts=parts: eqx.combine(*parts, is_leaf=is_leaf)),  # type: ignore[misc]
        )


flags: st.SearchStrategy[Any] = st.booleans() | st.builds(
    list, st.lists(st.booleans(), max_size=2)
)


@given(
    st.recursive(
        leaves,
        lambda inner: (
            st.builds(Flagged, flags, inner)
            | st.lists(inner, max_size=3)
            | st.builds(Layer, inner, inner)
        ),
        max_leaves=6,
    ),
    leaves,
)
def test_tree_inference(tree: Any, value: Any) -> None:
    assert_same_tree(treeops.tree_inference(tree, value), eqx.nn.inference_mode(tree, value))


@given(leaves | trees())
def test_what_is_an_array(x: Any) -> None:
    assert treeops.is_array(x) is eqx.is_array(x)
    assert treeops.is_inexact_array(x) is eqx.is_inexact_array(x)


def record(*args: Any, **kwargs: Any) -> Any:
    return args, list(kwargs.items())


arguments = st.lists(leaves, max_size=2)
keywords = st.dictionaries(st.sampled_from(["a", "b", "self", "func"]), leaves, max_size=2)


@given(arguments, keywords, arguments, keywords)
def test_partial(
    args: list[Any], kwargs: dict[str, Any], more: list[Any], more_kwargs: dict[str, Any]
) -> None:
    partial: Any = treeops.Partial
    # equinox's own cannot be given these two.
    kwargs.pop("func", None)
    more_kwargs.pop("self", None)
    kwargs.pop("self", None)
    ours, theirs = partial(record, *args, **kwargs), eqx.Partial(record, *args, **kwargs)
    assert_same_tree(jtu.tree_leaves(ours), jtu.tree_leaves(theirs))
    ours_paths = [jtu.keystr(path) for path, _ in jtu.tree_leaves_with_path(ours)]
    assert ours_paths == [jtu.keystr(path) for path, _ in jtu.tree_leaves_with_path(theirs)]
    assert_same_outcome(
        outcome(lambda: ours(*more, **more_kwargs)), outcome(lambda: theirs(*more, **more_kwargs))
    )
