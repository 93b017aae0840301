"""What the runtime's benchmark measures: each case is one piece of work, done by several."""

from __future__ import annotations

import dataclasses
import functools
import importlib
from typing import TYPE_CHECKING, Any, TypeAlias

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np

import treeops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.benchmarks.interleaved import Call
    from tests.benchmarks.tree_kinds import Kind

    Calls: TypeAlias = dict[str, Call]

OURS = "treeops"
EQUINOX = "equinox"
# The least that must be done: flattening the tree, and building it anew.
LIMIT = "limit"
PEERS = ("equinox", "penzai", "optax", "flax", "jax", "limit")
ALL_KINDS = ("builtin", "module", "dataclass")
# Tracing takes so long that more shows nothing more.
_MOST_TRACED = 1_000

# Typed loosely: what is compared is the work, not the types.
_tree_at: Any = treeops.tree_at
_partial: Any = treeops.Partial
_ready: Any = jax.block_until_ready


@dataclasses.dataclass(frozen=True)
class Case:
    """One piece of work: `calls` gives who does it, for a kind of tree and so many leaves.

    Without `grows`, the number of leaves does not matter.
    """

    name: str
    calls: Callable[[Kind, int], Calls]
    kinds: tuple[str, ...] = ALL_KINDS
    most_leaves: int = 100_000
    grows: bool = True


@functools.cache
def peer(name: str) -> Any:
    """A package to compare with; None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.split(".", maxsplit=1)[0]:
            raise
        return None


def small(index: int) -> jax.Array:
    """A leaf of four numbers."""
    return jnp.full(4, float(index))


def small_numpy(index: int) -> Any:
    """The same on the host."""
    return np.full(4, float(index), np.float32)


def _copied(tree: Any) -> Any:
    return jtu.tree_map(lambda x: x + 0, tree)


def _flatten_unflatten(tree: Any) -> Any:
    leaves, treedef = jtu.tree_flatten(tree)
    return jtu.tree_unflatten(treedef, leaves)


def _selecting(where_of: Callable[[Kind, int], Callable[[Any], Any]], **options: Any) -> Any:
    """Calls that replace what `where_of` picks, by zeros."""

    def calls(kind: Kind, leaves: int) -> Calls:
        tree, where = kind.tree(leaves, small), where_of(kind, leaves // 4)
        picked = where(tree)
        several = isinstance(picked, tuple)
        new: Any = [0.0] * len(picked) if several else 0.0
        made: Calls = {
            OURS: lambda: _tree_at(where, tree, new, **options),
            EQUINOX: lambda: eqx.tree_at(where, tree, new),
            LIMIT: lambda: _flatten_unflatten(tree),
        }
        penzai = peer("penzai.pz")
        if penzai is not None and several:
            made["penzai"] = lambda: penzai.select(tree).at(where, multiple=True).set_sequence(new)
        elif penzai is not None:
            made["penzai"] = lambda: penzai.select(tree).at(where).set(new)
        if not several and kind.name == "module" and peer("flax.nnx") is not None:
            made["flax"] = _split_and_merge(leaves)
        return made

    return calls


def _split_and_merge(leaves: int) -> Call:
    """The same update of one leaf in a module of flax's, by its state."""
    nnx = peer("flax.nnx")
    layer, net = (type(name, (nnx.Module,), {}) for name in ("Layer", "Net"))
    model, layers = net(), []
    for index in range(leaves // 2):
        made = layer()
        made.weight, made.bias = (nnx.Param(small(index)) for _ in range(2))
        layers.append(made)
    model.layers = getattr(nnx, "List", list)(layers)
    middle, new = leaves // 4, jnp.zeros(4)

    def update() -> Any:
        graph, state = nnx.split(model)
        layer = state["layers"][middle]
        layer["weight"] = layer["weight"].replace(new)
        return nnx.merge(graph, state)

    return update


def _one_leaf(kind: Kind, middle: int) -> Callable[[Any], Any]:
    return lambda tree: kind.weight_of(kind.layers_of(tree)[middle])


def _two_leaves(kind: Kind, middle: int) -> Callable[[Any], Any]:
    def where(tree: Any) -> Any:
        layers = kind.layers_of(tree)
        return kind.weight_of(layers[0]), kind.bias_of(layers[middle])

    return where


def _subtree(kind: Kind, middle: int) -> Callable[[Any], Any]:
    return lambda tree: kind.layers_of(tree)[middle]


def _every_layer(kind: Kind, _: int) -> Callable[[Any], Any]:
    return lambda tree: tuple(kind.weight_of(layer) for layer in kind.layers_of(tree))


def comparing(one: Any, other: Any, **options: Any) -> Calls:
    """Both ask for the answer, so that both wait for the device."""
    return {
        OURS: lambda: bool(treeops.tree_equal(one, other, **options)),
        EQUINOX: lambda: bool(eqx.tree_equal(one, other, **options)),
    }


def _equal(leaf: Callable[[int], Any]) -> Callable[[Kind, int], Calls]:
    def calls(kind: Kind, leaves: int) -> Calls:
        tree = kind.tree(leaves, leaf)
        return comparing(tree, _copied(tree))

    return calls


def _different(place: int) -> Callable[[Kind, int], Calls]:
    def calls(kind: Kind, leaves: int) -> Calls:
        tree = kind.tree(leaves, small)
        flat, treedef = jtu.tree_flatten(_copied(tree))
        flat[place] = flat[place] + 1
        return comparing(tree, jtu.tree_unflatten(treedef, flat))

    return calls


def _tracing(kind: Kind, leaves: int) -> Calls:
    tree = kind.tree(leaves, small)

    def traced(equal: Callable[[Any, Any], Any]) -> Call:
        # A function of its own each time: JAX remembers what it has traced.
        return lambda: jax.make_jaxpr(lambda x, y: equal(x, y))(tree, tree)  # noqa: PLW0108

    return {OURS: traced(treeops.tree_equal), EQUINOX: traced(eqx.tree_equal)}


def _check(kind: Kind, leaves: int) -> Calls:
    tree = kind.tree(leaves, small)
    return {
        OURS: lambda: treeops.tree_check(tree),
        EQUINOX: lambda: eqx.tree_check(tree),
        LIMIT: lambda: jtu.tree_flatten(tree),
    }


def _inference(kind: Kind, leaves: int) -> Calls:
    tree = kind.with_flags(leaves, small)
    return {
        OURS: lambda: treeops.tree_inference(tree, True),
        EQUINOX: lambda: eqx.nn.inference_mode(tree, True),
        LIMIT: lambda: _flatten_unflatten(tree),
    }


def _mixed(index: int) -> Any:
    return small(index) if index % 2 else index


def _partition(kind: Kind, leaves: int) -> Calls:
    tree = kind.tree(leaves, _mixed)
    return {
        OURS: lambda: treeops.partition(tree, treeops.is_array),
        EQUINOX: lambda: eqx.partition(tree, eqx.is_array),
        LIMIT: lambda: (_flatten_unflatten(tree), _flatten_unflatten(tree)),
    }


def _combine(kind: Kind, leaves: int) -> Calls:
    one, other = eqx.partition(kind.tree(leaves, _mixed), eqx.is_array)
    return {
        OURS: lambda: treeops.combine(one, other),
        EQUINOX: lambda: eqx.combine(one, other),
        LIMIT: lambda: jtu.tree_map(lambda x, _: x, one, other, is_leaf=lambda x: x is None),
    }


def _updates(kind: Kind, leaves: int) -> Calls:
    tree = kind.tree(leaves, small)
    updates = _copied(tree)

    def ready(apply: Callable[[Any, Any], Any]) -> Call:
        return lambda: _ready(apply(tree, updates))

    made = {
        OURS: ready(treeops.apply_updates),
        EQUINOX: ready(eqx.apply_updates),
        LIMIT: ready(lambda x, y: jtu.tree_map(lambda p, u: p + u, x, y)),
    }
    optax = peer("optax")
    if optax is not None:
        made["optax"] = ready(optax.apply_updates)
    return made


def _updates_traced(kind: Kind, leaves: int) -> Calls:
    tree = kind.tree(leaves, small)

    def traced(apply: Callable[[Any, Any], Any]) -> Call:
        return lambda: jax.make_jaxpr(lambda x, y: apply(x, y))(tree, tree)  # noqa: PLW0108

    made = {OURS: traced(treeops.apply_updates), EQUINOX: traced(eqx.apply_updates)}
    optax = peer("optax")
    if optax is not None:
        made["optax"] = traced(optax.apply_updates)
    return made


def _one_level_of(pick: Callable[[Kind, Any], Any]) -> Callable[[Kind, int], Calls]:
    def calls(kind: Kind, leaves: int) -> Calls:
        node = pick(kind, kind.tree(leaves, small))
        return {
            OURS: lambda: treeops.tree_flatten_one_level(node),
            EQUINOX: lambda: eqx.tree_flatten_one_level(node),
        }

    return calls


def _function(*args: Any, **keywords: Any) -> Any:
    return args


def _partials() -> Iterator[tuple[str, Calls]]:
    x = small(1)
    makers: dict[str, Any] = {OURS: _partial, EQUINOX: eqx.Partial, "jax": jtu.Partial}
    yield "construct", {name: _constructing(make, x) for name, make in makers.items()}
    made = {name: make(_function, x, 2, c=3) for name, make in makers.items()}
    yield "call", {name: functools.partial(one, 4, d=5) for name, one in made.items()}
    yield "flatten", {name: _flattening(one) for name, one in made.items()}


def _constructing(make: Any, x: Any) -> Call:
    return lambda: make(_function, x, 2, c=3)


def _flattening(tree: Any) -> Call:
    return lambda: jtu.tree_flatten(tree)


def _partial_case(what: str) -> Case:
    def calls(_: Kind, __: int) -> Calls:
        return dict(_partials())[what]

    return Case(f"Partial, {what}", calls, kinds=("builtin",), grows=False)


CASES = (
    Case("tree_at, one leaf", _selecting(_one_leaf)),
    Case("tree_at, two leaves", _selecting(_two_leaves)),
    Case("tree_at, a subtree", _selecting(_subtree)),
    Case("tree_at, every layer", _selecting(_every_layer)),
    Case("tree_at, one leaf, share=True", _selecting(_one_leaf, share=True)),
    Case("tree_equal, equal", _equal(small)),
    Case("tree_equal, equal, NumPy", _equal(small_numpy)),
    Case("tree_equal, first leaf differs", _different(0)),
    Case("tree_equal, last leaf differs", _different(-1)),
    Case("tree_equal, tracing", _tracing, most_leaves=_MOST_TRACED),
    Case("tree_check", _check),
    Case("tree_inference", _inference),
    Case("partition", _partition),
    Case("combine", _combine),
    Case("apply_updates", _updates),
    Case("apply_updates, tracing", _updates_traced, most_leaves=_MOST_TRACED),
    Case(
        "tree_flatten_one_level, list",
        _one_level_of(lambda kind, tree: kind.layers_of(tree)),
        kinds=("builtin",),
    ),
    Case(
        "tree_flatten_one_level, layer",
        _one_level_of(lambda kind, tree: kind.layers_of(tree)[0]),
        grows=False,
    ),
    Case(
        "tree_flatten_one_level, leaf",
        _one_level_of(lambda kind, tree: 1.0),
        kinds=("builtin",),
        grows=False,
    ),
    Case(
        "tree_flatten_one_level, None",
        _one_level_of(lambda kind, tree: None),
        kinds=("builtin",),
        grows=False,
    ),
    *map(_partial_case, ("construct", "call", "flatten")),
)
