"""Calls every function with one kind of tree: very deep, without end, or failing when flattened.

A program, since the interpreter itself may crash: `test_deep_trees.py` runs it. Prints, as JSON,
what each function did, and how many levels of recursion it cost for good.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu

import treeops
from tests.runtime.trees import Custom, Data, Layer, Point

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = 5_000
_tree_at: Any = treeops.tree_at
_partial: Any = treeops.Partial


def deep(node: Callable[[Any], Any]) -> Any:
    tree: Any = 1.0
    for _ in range(LEVELS):
        tree = node(tree)
    return tree


def module(child: Any) -> Layer:
    """Without equinox's constructor, which flattens all that it is given."""
    made: Layer = object.__new__(Layer)
    for name, value in (("weight", child), ("bias", 1.0), ("size", 2)):
        object.__setattr__(made, name, value)
    return made


def endless(node: Callable[[Any], Any]) -> Any:
    """A tree that contains itself, by way of a list, which can be changed."""
    inner: list[Any] = [1.0]
    tree = node(inner)
    inner.append(tree)
    return tree


@jtu.register_pytree_node_class
class Raising:
    """A node that cannot be flattened."""

    def tree_flatten(self) -> Any:
        raise ValueError("flatten failed")

    @classmethod
    def tree_unflatten(cls, _: Any, __: Any) -> Raising:
        return cls()


NODES: dict[str, Callable[[Any], Any]] = {
    "list": lambda x: [x],
    "tuple": lambda x: (x, 1),
    "dict": lambda x: {"a": x},
    "point": lambda x: Point(x, None),
    "module": module,
    "data": lambda x: Data(x, 1.0),
    "custom": lambda x: Custom(x, 1.0),
    "partial": lambda x: _partial(print, x),
}
TREES: dict[str, Callable[[], Any]] = {
    **{f"deep {name}": lambda node=node: deep(node) for name, node in NODES.items()},  # type: ignore[misc]
    **{f"endless {name}": lambda node=node: endless(node) for name, node in NODES.items()},  # type: ignore[misc]
}
TREES["raising flatten"] = lambda: [1.0, {"a": [Raising()]}]
TREES["raising is_leaf"] = lambda: [1.0, {"a": [2.0]}]
# JAX loses levels of recursion where an error of a flatten passes through it: how often it may.
REPEATS = {"raising flatten": 20, "raising is_leaf": 20}


def first(tree: Any) -> Any:
    return treeops.tree_flatten_one_level(tree)[0][0]


def stops(_: Any) -> bool:
    if sys.argv[1] == "raising is_leaf":
        raise ValueError("is_leaf failed")
    return False


CALLS: dict[str, Callable[[Any, Any], Any]] = {
    # The deepest of what is flattened below.
    "JAX itself": lambda t, _: sys.argv[1] in REPEATS and jtu.tree_flatten(_partial(print, t)),
    "tree_at": lambda t, _: _tree_at(first, t, 2.0),
    "tree_at root": lambda t, _: _tree_at(lambda t: t, t, 2.0),
    "tree_at nothing": lambda t, _: _tree_at(lambda t: (), t, ()),
    "tree_at share": lambda t, _: _tree_at(first, t, 2.0, share=True),
    "tree_at is_leaf": lambda t, _: _tree_at(first, t, 2.0, is_leaf=stops),
    "tree_at replacement": lambda t, _: _tree_at(lambda t: t[0], [1], t),
    "tree_equal": treeops.tree_equal,
    "tree_equal self": lambda t, _: treeops.tree_equal(t, t),
    "tree_check": lambda t, _: treeops.tree_check(t),
    "tree_diff": treeops.tree_diff,
    "tree_diff other": lambda t, _: treeops.tree_diff([1], t),
    "explain_where": lambda t, _: treeops.explain_where(first, t).error,
    "explain_where text": lambda t, _: str(treeops.explain_where(first, t)),
    "tree_inference": lambda t, _: treeops.tree_inference(t),
    "tree_flatten_one_level": lambda t, _: treeops.tree_flatten_one_level(t),
    "apply_updates": treeops.apply_updates,
    "apply_updates none": lambda t, _: treeops.apply_updates(t, None),
    "Partial": lambda t, _: _partial(print, t),
    "Partial equal": lambda t, other: _partial(print, t) == _partial(print, other),
    "Partial hash": lambda t, _: hash(_partial(print, t)),
    "filter": lambda t, _: treeops.filter(t, treeops.is_array),
    "partition": lambda t, _: treeops.partition(t, treeops.is_array),
    "partition is_leaf": lambda t, _: treeops.partition(t, treeops.is_array, is_leaf=stops),
    "combine": treeops.combine,
    "combine is_leaf": lambda t, other: treeops.combine(t, other, is_leaf=stops),
    "is_array": lambda t, _: treeops.is_array(t),
    "is_inexact_array": lambda t, _: treeops.is_inexact_array(t),
}


def room() -> int:
    """How many more levels of recursion there are."""
    try:
        return 1 + room()
    except RecursionError:
        return 0


def outcome(call: Callable[[Any, Any], Any], tree: Any, other: Any) -> str:
    """What a call raised, or explained; nothing if it worked."""
    try:
        result = call(tree, other)
    except (ValueError, TypeError, RecursionError) as error:
        return f"{type(error).__name__}: {error}"
    return f"{type(result).__name__}: {result}" if isinstance(result, Exception) else ""


def main(kind: str) -> None:
    """Call all functions with two trees of this kind."""
    tree, other = TREES[kind](), TREES[kind]()
    report = {}
    for name, call in CALLS.items():
        before = room()
        said = [outcome(call, tree, other) for _ in range(REPEATS.get(kind, 1))]
        assert len({*said}) == 1, said
        report[name] = (said[0], before - room())
    print(json.dumps(report), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
