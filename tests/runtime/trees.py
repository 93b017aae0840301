"""Trees of all kinds for the tests: each kind of node that users have, and random ones."""

from __future__ import annotations

import collections
import dataclasses
from typing import TYPE_CHECKING, Any, NamedTuple

import chex  # type: ignore[import-untyped]  # ships no types
import equinox as eqx
import flax.struct
import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Point(NamedTuple):
    x: Any
    y: Any


class Nothing(NamedTuple):
    pass


class Layer(eqx.Module):
    weight: Any
    bias: Any
    size: Any = eqx.field(static=True, default=2)

    @property
    def first(self) -> Any:
        return self.weight

    def get_bias(self) -> Any:
        return self.bias


class Model(eqx.Module):
    layers: Any
    name: Any = eqx.field(static=True, default="model")


@jtu.register_dataclass
@dataclasses.dataclass
class Data:
    a: Any
    b: Any
    kind: Any = dataclasses.field(default="kind", metadata={"static": True})


@jtu.register_dataclass
@dataclasses.dataclass(frozen=True)
class Picky:
    """A dataclass whose constructor takes nothing but numbers."""

    a: Any
    b: Any

    def __post_init__(self) -> None:
        for value in (self.a, self.b):
            if not isinstance(value, int | float | jax.Array):
                message = f"not a number: {value}"
                raise TypeError(message)


@flax.struct.dataclass
class Flax:
    a: Any
    b: Any = dataclasses.field(default=3, metadata={"pytree_node": False})


@chex.dataclass
class _Chex:
    a: Any
    b: Any


Chex: Any = _Chex  # mypy does not see the constructor that chex makes


@jtu.register_pytree_with_keys_class
class Custom:
    """A node by methods, which holds its children in a list of its own."""

    def __init__(self, left: Any, right: Any) -> None:
        self.held = [left, right]

    @property
    def left(self) -> Any:
        return self.held[0]

    @property
    def right(self) -> Any:
        return self.held[1]

    def tree_flatten_with_keys(self) -> tuple[tuple[Any, ...], None]:
        return tuple(zip(map(jtu.GetAttrKey, ("left", "right")), self.held, strict=True)), None

    @classmethod
    def tree_unflatten(cls, _: None, children: Iterable[Any]) -> Custom:
        return cls(*children)


KINDS: dict[str, Callable[[Any, Any], Any]] = {
    "tuple": lambda a, b: (a, b),
    "list": lambda a, b: [a, b],
    "dict": lambda a, b: {"b": b, "a": a},
    "ordered": lambda a, b: collections.OrderedDict(z=a, a=b),
    "default": lambda a, b: collections.defaultdict(list, {"b": b, "a": a}),
    "point": Point,
    "layer": Layer,
    "data": Data,
    "custom": Custom,
    "flax": lambda a, b: Flax([a, b]),
    "chex": lambda a, b: Chex(a=a, b=b),
}

OBJECT = object()
ARRAY = jnp.arange(3.0)
leaves: st.SearchStrategy[Any] = st.one_of(
    st.integers(-1, 2),
    st.booleans(),
    st.sampled_from([0.0, -0.0, 1.0, "s", OBJECT, np.float32(1.5)]),
    st.sampled_from([ARRAY, jnp.zeros((2, 1)), jnp.array(1, jnp.int32)]),
    st.sampled_from([np.ones(2), np.array([1, 2])]),
)
childless = st.one_of(st.none(), st.builds(tuple), st.builds(list), st.builds(dict)) | st.builds(
    Nothing
)


def _node(kind: str, left: Any, right: Any, alias: bool) -> Any:
    return KINDS[kind](left, left if alias else right)


def trees(leaf: st.SearchStrategy[Any] = leaves) -> st.SearchStrategy[Any]:
    """Random trees, with nodes that stand at several places."""
    return st.recursive(
        leaf | childless,
        lambda inner: st.builds(
            _node, st.sampled_from(sorted(KINDS)), inner, inner, st.booleans()
        ),
        max_leaves=8,
    )


def key_paths(tree: Any) -> list[tuple[Any, ...]]:
    """The key paths of all nodes and leaves, in the order of the tree."""
    found: list[tuple[Any, ...]] = [()]
    first = True

    def below_root(_: Any) -> bool:
        nonlocal first
        was_first, first = first, False
        return not was_first

    for path, child in jtu.tree_flatten_with_path(tree, is_leaf=below_root)[0]:
        if path:
            found.extend((*path, *rest) for rest in key_paths(child))
    return found


def follow(tree: Any, path: tuple[Any, ...]) -> Any:
    """What a user would write to reach the node: attributes, indices and keys."""
    for key in path:
        match key:
            case jtu.SequenceKey(idx=index):
                tree = tree[index]
            case jtu.DictKey(key=name):
                tree = tree[name]
            case jtu.GetAttrKey(name=name):
                tree = getattr(tree, name)
    return tree


Outcome = tuple[str, Any]


def outcome(function: Callable[[], Any]) -> Outcome:
    """What a call gives: its value, or the kind of its error."""
    try:
        return "value", function()
    except (TypeError, ValueError, IndexError, AttributeError, KeyError) as error:
        return "error", type(error)


def assert_same_tree(ours: Any, theirs: Any) -> None:
    """The same structure, and leaf for leaf the same object, or an equal one of its type."""
    structure: Any = jtu.tree_structure(ours)
    assert structure == jtu.tree_structure(theirs)
    for a, b in zip(jtu.tree_leaves(ours), jtu.tree_leaves(theirs), strict=True):
        assert type(a) is type(b)
        if a is b:
            continue
        assert getattr(a, "dtype", None) == getattr(b, "dtype", None)
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b))


def assert_same_outcome(ours: Outcome, theirs: Outcome) -> None:
    assert ours[0] == theirs[0], (ours, theirs)
    if ours[0] == "error":
        assert ours[1] is theirs[1], (ours, theirs)
    else:
        assert_same_tree(ours[1], theirs[1])
