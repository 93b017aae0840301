# ruff: noqa
# fmt: off
"""Selectors that are wrong whatever the tree holds, as the linter says too."""
from __future__ import annotations

from typing import Any

import equinox as eqx
import jax.numpy as jnp
from jax import Array

from models import Head, Model


class Registry(eqx.Module):
    entries: dict[str, Array]

    def values(self) -> tuple[Array, ...]:
        return tuple(self.entries.values())


def met_twice(m: Model, x: Array, i: int) -> None:
    # E: `m.head` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.head), m, (x, x))
    # E: `m.layers[0].weight` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
    eqx.tree_at(lambda m: (m.layers[0].weight, m.layers[0].weight), m, (x, x))
    # E: `m.layers[i]` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
    eqx.tree_at(lambda m: (m.layers[i], m.layers[i]), m, (x, x))
    # E: `m.head.weight` lies inside `m.head`, which is replaced as well; replace the outer node first, in a call of its own  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.head.weight), m, (x, x))
    # E: `m.layers[0].weight` lies inside `m.layers`, which is replaced as well; replace the outer node first, in a call of its own  [tree-at]
    eqx.tree_at(lambda m: [m.layers[0].weight, m.layers], m, (x, x))
    eqx.tree_at(lambda m: (m.layers[0], m.layers[-1]), m, (x, x))
    eqx.tree_at(lambda m: (m.head.weight, m.head.bias), m, (x, x))


def never_nodes(m: Model, x: Array) -> None:
    # E: the constant `3` is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: 3, m, x)
    # E: the constant `'head'` is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: "head", m, x)
    # E: a computed value is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: m.head.weight * 2.0, m, x)
    # E: a computed value is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: -m.head.weight, m, x)
    # E: a truth value is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: m.head.weight == 2, m, x)
    # E: what `jnp.zeros_like` computes is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: jnp.zeros_like(m.head.weight), m, x)
    # E: `(m.head, m.maybe)` is made anew at each call, so it is never a node of the tree; write all nodes side by side in one tuple  [tree-at]
    eqx.tree_at(lambda m: ((m.head, m.maybe), m.params), m, ((x, x), x))
    eqx.tree_at(lambda m: None, m, x)
    eqx.tree_at(lambda m: (m.head, ()), m, (x, ()))
    eqx.tree_at(lambda m: m.layers + m.heads, m, (x,))
    eqx.tree_at(lambda m: sum([[h.weight] for h in m.heads], []), m, (x,))


def no_sequences(m: Model, r: Registry, x: Array) -> None:
    # E: `where` returns a generator, which is no sequence of nodes; return `tuple(...)` instead  [tree-at]
    eqx.tree_at(lambda m: (l.weight for l in m.layers), m, (x,))
    # E: `where` returns `map`, which is no sequence of nodes; return `tuple(...)` instead  [tree-at]
    eqx.tree_at(lambda m: map(lambda l: l.weight, m.layers), m, (x,))
    # E: `where` returns `filter`, which is no sequence of nodes; return `tuple(...)` instead  [tree-at]
    eqx.tree_at(lambda m: filter(None, m.layers), m, (x,))
    # E: `where` returns a set, which is no sequence of nodes; return `tuple(...)` instead  [tree-at]
    eqx.tree_at(lambda m: {m.head, m.maybe}, m, (x, x))
    # E: `where` returns a dict, which is no sequence of nodes; return a tuple instead  [tree-at]
    eqx.tree_at(lambda m: {"a": m.head}, m, (x,))
    # E: `where` returns a view of a dict, which is no sequence of nodes; return `tuple(...)` instead  [tree-at]
    eqx.tree_at(lambda m: m.params.values(), m, (x,))
    eqx.tree_at(lambda r: r.values(), r, (x,))
    eqx.tree_at(lambda m: tuple(l.weight for l in m.layers), m, (x,))


def signatures(m: Model, x: Array, n: int) -> None:
    # E: `where` is called with the tree alone, which does not fit its parameters; give it one parameter, and let it see other values from outside  [tree-at]
    eqx.tree_at(lambda: m.head, m, x)
    # E: `where` is called with the tree alone, which does not fit its parameters; give it one parameter, and let it see other values from outside  [tree-at]
    eqx.tree_at(lambda m, i: m.head, m, x)
    # E: `where` is called with the tree alone, which does not fit its parameters; give it one parameter, and let it see other values from outside  [tree-at]
    eqx.tree_at(lambda m, *, i: m.head, m, x)
    eqx.tree_at(lambda m, i=n: m.layers[i], m, x)
    eqx.tree_at(lambda m, *, i=n: m.layers[i], m, x)
    eqx.tree_at(lambda *m: m[0].head, m, x)
    eqx.tree_at(lambda m, *rest, **options: m.head, m, x)


def strange(m: Model, x: Array, names: list[str]) -> None:
    eqx.tree_at(lambda m: getattr(m, names[0]), m, x)
    eqx.tree_at(lambda m: (y := m.head).weight, m, x)
    eqx.tree_at(lambda m: m.head if names else m.maybe, m, x)
    eqx.tree_at(lambda m: m.maybe or m.head, m, x)
    eqx.tree_at(lambda m: [m.params[k] for k in sorted(m.params)], m, [x])
    eqx.tree_at(lambda m: [v for k, v in m.params.items() if k != "a"], m, [x])
    eqx.tree_at(lambda m: (lambda n: (n.head, n.head))(m), m, (x, x))
    eqx.tree_at(lambda m: {k: v for k, v in m.params.items()}, m, x)
    eqx.tree_at(lambda m: f"{m.name}", m, x)
    eqx.tree_at(lambda m: m.params[f"{names[0]}"], m, x)
    eqx.tree_at(lambda m: m.layers[1:], m, x)
    eqx.tree_at(lambda m: m.layers[...], m, x)
    # E: the constant `b'\xff'` is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: b"\xff", m, x)
    # E: the constant `b''` is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    # E: the constant `1j` is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    # E: the constant `True` is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: (*m.heads, m.head, b"", 1j, True), m, x)


def leaf_dependent(m: Model, tree: list[Any], x: Array) -> None:
    # E: `type(n) is int` looks at the type of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda t: tuple(n for n in t if type(n) is int), tree, (x,))
    # E: `isinstance(n, (int, float))` looks at the type of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda t: tuple(n for n in t if isinstance(n, (int, float))), tree, (x,))
    # E: `eqx.is_array(n)` looks at the type of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda t: [n for n in t if eqx.is_array(n)], tree, (x,))
    # E: `n > 0` looks at the value of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda t: [n for n in t if n > 0], tree, (x,))
    eqx.tree_at(lambda t: tuple(n for n, o in zip(t, tree) if type(o) is int), tree, (x,))
    eqx.tree_at(lambda m: [h for h in m.heads if isinstance(h, Head)], m, (x,))
    eqx.tree_at(lambda m: [h.bias for h in m.heads if h.bias is not None], m, (x,))
