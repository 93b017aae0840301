# ruff: noqa
# fmt: off
"""`replace_fn` is called with the node, or with each of them, and is checked for that."""
from __future__ import annotations

import functools
from typing import Any, Callable, TypeVar

import equinox as eqx
import jax
import jax.numpy as jnp
import treeops
from jax import Array

from models import Head, L, Model, Wrapper

T = TypeVar("T")


class Settings(eqx.Module):
    rate: float
    name: str
    activation: Callable[[Array], Array]


def of_head(h: Head) -> Head: return h
def of_array(x: Array) -> Array: return x
def of_optional(x: Array | None) -> Array: return jnp.zeros(3)
def of_anything(x): return x
def of_two(x: Array, y: Array) -> Array: return x


def one(m: Model, w: Wrapper[Head], o: Model | None, key: Array) -> None:
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: reveal_type(w))
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w, k=key: reveal_type(w))
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w, *, k=key: reveal_type(w))
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: m.inner.weight, w, replace_fn=lambda w: reveal_type(w))
    eqx.tree_at(lambda m: m.head, o, replace_fn=lambda h: reveal_type(h))  # N: Revealed type is "models.Head"
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: m.maybe.weight, m, replace_fn=lambda w: reveal_type(w))
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: m.head.part(1), m, replace_fn=lambda w: reveal_type(w))
    # E: "Array" has no attribute "shap"; maybe "shape"?  [attr-defined]
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: w.shap)
    # E: "Array" has no attribute "shap"; maybe "shape"?  [attr-defined]
    treeops.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: w.shap)
    # E: "Head" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda h: h.wieght)
    # E: "Head" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda h: eqx.tree_at(lambda h: h.wieght, h, 0))
    # E: `h.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda h: eqx.tree_at(lambda h: h.size, h, 0))
    # E: "Array" has no attribute "shap"; maybe "shape"?  [attr-defined]
    eqx.tree_at(lambda m: m.head.bias, m, replace_fn=lambda b: b.shap)
    # E: Name "undefined" is not defined  [name-defined]
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: undefined(w))
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: w.shap)  # type: ignore[attr-defined]


def several(m: Model, x: Array) -> None:
    # N: Revealed type is "jax._src.basearray.Array | dict[str, jax._src.basearray.Array]"
    eqx.tree_at(lambda m: (m.head.weight, m.params), m, replace_fn=lambda w: reveal_type(w))
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: [l.weight for l in m.layers], m, replace_fn=lambda w: reveal_type(w))
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: [m.params[k] for k in sorted(m.params)], m, replace_fn=lambda p: reveal_type(p))
    # E: Item "dict[str, Array]" of "Array | dict[str, Array]" has no attribute "shape"  [union-attr]
    eqx.tree_at(lambda m: (m.head.weight, m.params), m, replace_fn=lambda w: w.shape)
    # N: Revealed type is "tuple[models.Head, models.Head] | Any"
    eqx.tree_at(lambda m: (m.pair, *m.heads), m, replace_fn=lambda w: reveal_type(w))


def what_a_type_leaves_open(m: Model, l: L, t: T, a: Any) -> None:
    # N: Revealed type is "jax._src.basearray.Array | None"
    eqx.tree_at(lambda m: m.head.bias, m, replace_fn=lambda b: reveal_type(b))
    # N: Revealed type is "jax._src.basearray.Array"
    eqx.tree_at(lambda m: m.head.bias, m, replace_fn=lambda b: reveal_type(b) * 2)
    eqx.tree_at(lambda m: m.head.bias, m, replace_fn=lambda b: None if b is None else b * 2)
    eqx.tree_at(lambda m: m.head.bias, m, replace_fn=lambda b: b or 1, is_leaf=lambda n: n is None)
    # N: Revealed type is "models.Head | equinox.nn._linear.Linear"
    eqx.tree_at(lambda m: m.either, m, replace_fn=lambda e: reveal_type(e))
    eqx.tree_at(lambda m: m.either, m, replace_fn=lambda e: e.in_features)
    # N: Revealed type is "equinox._module._module.Module"
    eqx.tree_at(lambda m: m.module, m, replace_fn=lambda e: reveal_type(e))
    eqx.tree_at(lambda m: m.module, m, replace_fn=lambda e: e.in_features)
    eqx.tree_at(lambda m: m.anything.goes, m, replace_fn=lambda e: reveal_type(e))  # N: Revealed type is "Any"
    eqx.tree_at(lambda m: m, l, replace_fn=lambda e: reveal_type(e))  # N: Revealed type is "L"
    eqx.tree_at(lambda m: m, l, replace_fn=lambda e: e.weight)
    eqx.tree_at(lambda m: m.weight, t, replace_fn=lambda e: e.weight)
    eqx.tree_at(lambda m: m.head, a, replace_fn=lambda e: e.weight)
    eqx.tree_at(lambda m: m.layers[1:], m, replace_fn=lambda e: e.weight)
    eqx.tree_at(lambda m: jax.tree.leaves(m), m, replace_fn=lambda e: e.weight)
    eqx.tree_at(lambda m: m.head if a else m.pair, m, replace_fn=lambda e: e.goes)
    eqx.tree_at(lambda *m: m[0].head, m, replace_fn=lambda e: e.goes)
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda *e: reveal_type(e))  # N: Revealed type is "tuple[Any, ...]"
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda e, **o: e.goes)


def what_is_in_a_node(m: Model, size: int) -> None:
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda h: h.bias + 1)
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda h: h.bias.shape)
    eqx.tree_at(lambda m: m.layers[0], m, replace_fn=lambda l: range(l.in_features))
    eqx.tree_at(lambda m: (m.head, m.layers[0]), m, replace_fn=lambda l: l.bias * 2)
    # E: "Head" has no attribute "biass"; maybe "bias"?  [attr-defined]
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda h: h.bias + h.biass)
    # E: Argument 1 to "part" of "Head" has incompatible type "str"; expected "int"  [arg-type]
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda h: h.part("a"))


def functions(m: Model, s: Settings) -> None:
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[Head], Head]"; expected "Callable[[Array], Any]"  [arg-type]
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=of_head)
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[Head], Head]"; expected "Callable[[Array], Any]"  [arg-type]
    treeops.tree_at(lambda m: m.head.weight, m, replace_fn=of_head)
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[Array], Array]"; expected "Callable[[tuple[Head, Head]], Any]"  [arg-type]
    eqx.tree_at(lambda m: (m.head.weight, m.pair), m, replace_fn=of_array)
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[Array], Array]"; expected "Callable[[str], Any]"  [arg-type]
    eqx.tree_at(lambda s: s.name, s, replace_fn=of_array)
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=of_array)
    eqx.tree_at(lambda m: m.head.bias, m, replace_fn=of_array)
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=of_optional)
    eqx.tree_at(lambda m: m.head, m, replace_fn=of_anything)
    eqx.tree_at(lambda m: m.either, m, replace_fn=of_head)
    eqx.tree_at(lambda m: m.module, m, replace_fn=of_head)
    eqx.tree_at(lambda m: m.anything, m, replace_fn=of_head)
    eqx.tree_at(lambda s: s.rate, s, replace_fn=of_array)
    eqx.tree_at(lambda s: s.rate, s, replace_fn=jnp.log)
    eqx.tree_at(lambda s: s.activation, s, replace_fn=jax.jit)
    eqx.tree_at(lambda s: s.activation, s, replace_fn=lambda f: lambda x: f(x) * 2)
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=jnp.zeros_like)
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=functools.partial(jnp.add, 1))
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=m.head.scaled)
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[Array, Array], Array]"; expected "Callable[[Any], Any]"  [arg-type]
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=of_two)
    # E: Cannot infer type of lambda  [misc]
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[], int]"; expected "Callable[[Any], Any]"  [arg-type]
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda: 3)
    # E: Cannot infer type of lambda  [misc]
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[Any, Any], int]"; expected "Callable[[Any], Any]"  [arg-type]
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda a, b: 3)


def unchecked(m, x):
    eqx.tree_at(lambda m: m.head, Model(1), replace_fn=lambda h: h.wieght)
