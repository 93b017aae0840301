# ruff: noqa
# fmt: off
"""A training script, as equinox's documentation writes them; the mistakes are marked."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.random as jr
from jax import Array


class Block(eqx.Module):
    linear: eqx.nn.Linear
    dropout: eqx.nn.Dropout
    norm: eqx.nn.LayerNorm | None
    width: int = eqx.field(static=True)

    def __init__(self, width: int, *, key: Array) -> None:
        self.linear = eqx.nn.Linear(width, width, key=key)
        self.dropout = eqx.nn.Dropout(0.1)
        self.norm = None
        self.width = width

    def __call__(self, x: Array, *, key: Array | None = None) -> Array:
        return self.dropout(jax.nn.relu(self.linear(x)), key=key)

    def with_weight(self, weight: Array) -> Block:
        return eqx.tree_at(lambda b: b.linear.weight, self, weight)


class Network(eqx.Module):
    blocks: list[Block]
    readout: eqx.nn.Linear

    def __init__(self, width: int, depth: int, *, key: Array) -> None:
        first, *rest = jr.split(key, depth + 1)
        self.blocks = [Block(width, key=k) for k in rest]
        self.readout = eqx.nn.Linear(width, "scalar", key=first)

    def __call__(self, x: Array, *, key: Array) -> Array:
        for block in self.blocks:
            x = block(x, key=key)
        return self.readout(x)


def linears(network: Network) -> list[Array]:
    return [block.linear.weight for block in network.blocks]


def initialise(network: Network, key: Array) -> Network:
    weights = linears(network)
    keys = jr.split(key, len(weights))
    new = [jr.normal(k, w.shape) for k, w in zip(keys, weights)]
    network = eqx.tree_at(linears, network, new)
    network = eqx.tree_at(lambda n: n.readout.bias, network, replace_fn=jnp.zeros_like)
    network = eqx.tree_at(
        lambda n: (n.readout.weight, n.readout.bias), network, (jnp.zeros(3), jnp.zeros(()))
    )
    network = eqx.tree_at(lambda n: n.blocks[0].norm, network, eqx.nn.LayerNorm(3), is_leaf=lambda x: x is None)
    return network


def frozen(network: Network) -> Any:
    spec = jax.tree_util.tree_map(lambda _: False, network)
    return eqx.tree_at(lambda t: (t.readout.weight, t.readout.bias), spec, replace=(True, True))


def loss(scale: float, network: Network, x: Array, y: Array, key: Array) -> Array:
    return scale * jnp.mean((jax.vmap(eqx.Partial(network, key=key))(x) - y) ** 2)


def train(network: Network, data: Iterator[tuple[Array, Array]], optim: Any, key: Array) -> Network:
    state = optim.init(eqx.filter(network, eqx.is_inexact_array))
    scaled = eqx.Partial(loss, 0.5)
    for x, y in data:
        grads = eqx.filter_grad(scaled)(network, x, y, key)
        updates, state = optim.update(grads, state)
        network = eqx.apply_updates(network, updates)
    return eqx.nn.inference_mode(network)


def evaluate(network: Network, x: Array, key: Array) -> Array:
    evaluated = eqx.nn.inference_mode(network)
    evaluated(x)  # E: Missing named argument "key" for "__call__" of "Network"  [call-arg]
    evaluated.read_out  # E: "Network" has no attribute "read_out"; maybe "readout"?  [attr-defined]
    return evaluated(x, key=key)


def mistakes(network: Network, x: Array, key: Array) -> Network:
    # E: "Linear" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda n: n.readout.wieght, network, x)
    # E: `n.blocks[0].linear.in_features` is not part of the tree: `in_features` is a static field of `Linear`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda n: n.blocks[0].linear.in_features, network, 3)
    # E: `n.blocks[0].width` is not part of the tree: `width` is a static field of `Block`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda n: n.blocks[0].width, network, 3)
    # E: `where` selects 2 nodes, but `replace` holds 3 replacements; give one for each node  [tree-at]
    eqx.tree_at(lambda n: (n.readout.weight, n.readout.bias), network, (x, x, x))
    # E: nothing to replace the node with; give `replace` or `replace_fn`  [tree-at]
    eqx.tree_at(lambda n: n.readout, network)
    # E: `where` returns a generator, which is no sequence of nodes; return `tuple(...)` instead  [tree-at]
    eqx.tree_at(lambda n: (b.linear.weight for b in n.blocks), network, [x])
    # E: Argument 1 to "loss" has incompatible type "str"; expected "float"  [partial]
    eqx.Partial(loss, "0.5")
    scaled = eqx.Partial(loss, 0.5)
    scaled(network, x, key=key)  # E: Missing positional argument "y" in call to "loss"  [call-arg]
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    jax.tree_util.Partial(network, key=key)
    # E: Incompatible return value type (got "Linear", expected "Network")  [return-value]
    # E: "Linear" has no attribute "readout"  [attr-defined]
    return eqx.tree_at(lambda n: n.readout.weight, network.readout, x)
