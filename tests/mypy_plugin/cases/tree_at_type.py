# ruff: noqa
# fmt: off
# mypy: enable-error-code="tree-at-type"
"""Replacements of another type than their node, for those who ask."""
from __future__ import annotations

from typing import Any, Callable, NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import treeops
from jax import Array
from jax.sharding import PartitionSpec

from models import Deep, Head, L, Late, Model, Wrapper, weight_of


class Settings(eqx.Module):
    rate: float
    steps: int
    name: str
    flag: bool
    activation: Callable[[Array], Array]
    several: list[Array]
    mixed: tuple[Array, int]
    rest: object
    nothing: None


class Lora(eqx.Module):
    # E: Missing return statement  [empty-body]
    # N: If the method is meant to be abstract, use @abc.abstractmethod
    def __jax_array__(self) -> Array: ...


class Pair(NamedTuple):
    a: Array
    b: Array


def double(x: Array) -> Array: return x * 2


def wrong(m: Model, mlp: eqx.nn.MLP, x: Array, maybe: Array | None, spec: PartitionSpec, late: Late, pair: Pair) -> None:
    # E: `m.head.weight` is of type `Array`, and what takes its place is of type `str`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, "a")
    # E: `m.head.weight` is of type `Array`, and what takes its place is of type `None`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, None)
    # E: `m.head.weight` is of type `Array`, and what takes its place is of type `Array | None`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, maybe)
    # E: `m.head.weight` is of type `Array`, and what takes its place is of type `P`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, spec)
    # E: `m.head` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head, m, x)
    # E: `m.head` is of type `Head`, and what takes its place is of type `Late`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head, m, late)
    # E: `m.head` is of type `Head`, and what takes its place is of type `Late`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    treeops.tree_at(lambda m: m.head, m, late)
    # E: `m.either` is of type `Head | Linear`, and what takes its place is of type `Late`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.either, m, late)
    # E: `m.heads` is of type `list[Head]`, and what takes its place is of type `list[Array]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.heads, m, [x])
    # E: `m.heads` is of type `list[Head]`, and what takes its place is of type `list[Head | Array]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.heads, m, [m.head, x])
    # E: `m.params` is of type `dict[str, Array]`, and what takes its place is of type `dict[str, str]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.params, m, {"a": "b"})
    # E: `m.pair` is of type `tuple[Head, Head]`, and what takes its place is of type `tuple[Head]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.pair, m, (m.head,))
    # E: `m.function` is of type `Callable[[Array], Array]`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.function, m, x)
    eqx.tree_at(lambda m: m.head, m, x)  # type: ignore[tree-at-type]
    # E: Unused "type: ignore" comment, use narrower [tree-at-type] instead of [tree-at] code  [unused-ignore]
    eqx.tree_at(lambda m: m.head, m, x)  # type: ignore[tree-at]


def wrong_settings(s: Settings, w: Wrapper[Head], x: Array) -> None:
    # E: `s.steps` is of type `int`, and what takes its place is of type `float`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda s: s.steps, s, 0.5)
    # E: `s.name` is of type `str`, and what takes its place is of type `float`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda s: s.name, s, 0.5)
    # E: `s.mixed` is of type `tuple[Array, int]`, and what takes its place is of type `tuple[Array, str]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda s: s.mixed, s, (x, "a"))
    # E: `w.inner` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda w: w.inner, w, x)


def wrong_one_of_several(m: Model, x: Array, two: tuple[Array, str], texts: list[str], both: list[Array | Head]) -> None:
    # E: `m.head` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: (m.head, m.params), m, (x, m.params))
    # E: `m.head.bias` is of type `Array | None`, and what takes its place is of type `str`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: [m.params, m.head.bias], m, [m.params, "a"])
    # E: `m.head` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    # E: `m.params['a']` is of type `Array`, and what takes its place is of type `str`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: (m.head, m.params["a"]), m, two)
    # E: `h.weight` is of type `Array`, and what takes its place is of type `str`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: [h.weight for h in m.heads], m, texts)
    # E: `h.weight` is of type `Array`, and what takes its place is of type `str`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: [h.weight for h in m.heads], m, ["a", x])
    eqx.tree_at(lambda m: (m.head, m.maybe), m, both)
    # E: `m.layers` is of type `tuple[Linear, ...]`, and what takes its place is of type `Array | Head`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: (m.head, m.layers), m, both)


def another_container(m: Model, mlp: eqx.nn.MLP) -> None:
    # E: `m.heads` is a list, and a tuple takes its place, so that the tree gets another structure; give a list  [tree-at-type]
    eqx.tree_at(lambda m: m.heads, m, (m.head,))
    # E: `m.layers` is a tuple, and a list takes its place, so that the tree gets another structure; give a tuple  [tree-at-type]
    eqx.tree_at(lambda m: m.layers, mlp, [l for l in mlp.layers])
    # E: `m.layers` is a tuple, and a list takes its place, so that the tree gets another structure; give a tuple  [tree-at-type]
    eqx.tree_at(lambda m: m.layers, m, replace_fn=lambda ls: list(ls))
    # E: `m.heads` is a list, and a tuple takes its place, so that the tree gets another structure; give a list  [tree-at-type]
    eqx.tree_at(lambda m: (m.heads, m.head), m, ((m.head,), m.head))


def functions(m: Model, s: Settings) -> None:
    # E: the function takes the place of `m.head.weight`, which is an array or a number; give it as `replace_fn` to call it instead  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, double)
    # E: the function takes the place of `m.head.weight`, which is an array or a number; give it as `replace_fn` to call it instead  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, lambda w: w * 2)
    # E: the function takes the place of `s.rate`, which is an array or a number; give it as `replace_fn` to call it instead  [tree-at-type]
    eqx.tree_at(lambda s: s.rate, s, double)
    # E: `where` selects several nodes, but `lambda w: w` is one function; give it as `replace_fn` to call it with each node  [tree-at-type]
    eqx.tree_at(lambda m: (m.head.weight, m.params), m, lambda w: w)
    # E: `m.head` is of type `Head`, and what takes its place is of type `Callable[[Array], Array]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head, m, double)
    # E: `m.head.weight` is of type `Array`, and what takes its place is of type `Callable[[Array], Array]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, eqx.Partial(double))


def results(m: Model) -> None:
    # E: `m.head.weight` is of type `Array`, and what takes its place is of type `str`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: str(w))
    # E: `m.head` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: m.head, m, replace_fn=weight_of)
    # E: `m.head` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    treeops.tree_at(lambda m: m.head, m, replace_fn=weight_of)
    # E: `m.head` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda m: (m.head, m.params), m, replace_fn=lambda n: n if isinstance(n, dict) else n.weight)
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[Array], Array]"; expected "Callable[[Head], Any]"  [arg-type]
    eqx.tree_at(lambda m: m.head, m, replace_fn=double)


def named(t): return t.head


def through_names(m: Model, x: Array) -> None:
    # E: `t.head` is of type `Head`, and what takes its place is of type `Array`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(named, m, x)


def right(m: Model, deep: Deep, deeps: list[Deep], mlp: eqx.nn.MLP, x: Array, maybe: Array | None, base: eqx.Module, a: Any) -> None:
    eqx.tree_at(lambda m: m.head.bias, m, None)
    eqx.tree_at(lambda m: m.head.bias, m, x)
    eqx.tree_at(lambda m: m.head.bias, m, maybe)
    eqx.tree_at(lambda m: m.head, m, deep)
    eqx.tree_at(lambda m: m.head, m, base)
    eqx.tree_at(lambda m: m.either, m, deep)
    eqx.tree_at(lambda m: m.module, m, deep)
    eqx.tree_at(lambda m: m.maybe.weight, m, x)
    eqx.tree_at(lambda m: m.anything, m, "a")
    eqx.tree_at(lambda m: m.head, m, a)
    eqx.tree_at(lambda m: m.heads, m, deeps)
    eqx.tree_at(lambda m: m.heads, m, [])
    eqx.tree_at(lambda m: m.heads, m, [deep, m.head])
    eqx.tree_at(lambda m: m.params, m, {})
    eqx.tree_at(lambda m: m.params, m, {"a": 1.0, "b": x})
    eqx.tree_at(lambda m: m.pair, m, (deep, m.head))
    eqx.tree_at(lambda m: m.layers, m, ())
    eqx.tree_at(lambda m: m.layers, m, tuple(l for l in m.layers))
    eqx.tree_at(lambda m: m.function, m, jnp.tanh)
    eqx.tree_at(lambda m: m.function, m, jax.nn.relu)
    eqx.tree_at(lambda m: m.function, m, lambda x: x)
    eqx.tree_at(lambda m: m.function, m, mlp)
    eqx.tree_at(lambda t: t[1][1]["a"], [1, [2, {"a": 3, "b": 4}]], 5)


def other_variables(m: Model, n: Model, x: Array) -> None:
    eqx.tree_at(lambda m: n.head, m, x)


def what_jax_takes_for_an_array(m: Model, s: Settings, x: Array, n: np.ndarray, shape: jax.ShapeDtypeStruct, lora: Lora) -> None:
    eqx.tree_at(lambda m: m.head.weight, m, n)
    eqx.tree_at(lambda m: m.head.weight, m, np.float32(2))
    eqx.tree_at(lambda m: m.head.weight, m, 1)
    eqx.tree_at(lambda m: m.head.weight, m, 1.5)
    eqx.tree_at(lambda m: m.head.weight, m, shape)
    eqx.tree_at(lambda m: m.head.weight, m, lora)
    eqx.tree_at(lambda s: s.rate, s, x)
    eqx.tree_at(lambda s: s.rate, s, 1)
    eqx.tree_at(lambda s: s.steps, s, x)
    eqx.tree_at(lambda s: s.several, s, [x, 3])
    eqx.tree_at(lambda s: s.mixed, s, (1, x))


def masks(m: Model, x: Array) -> None:
    mask = jax.tree.map(lambda _: False, m)
    eqx.tree_at(lambda s: s.head.weight, mask, True)
    eqx.tree_at(lambda s: (s.head, s.layers), mask, (True, True))
    eqx.tree_at(lambda s: s.layers, mask, replace_fn=lambda _: True)


def sequences(m: Model, xs: list[Array], x: Array, more: tuple[Array, ...], both: list[Array | Head]) -> None:
    eqx.tree_at(lambda m: [h.weight for h in m.heads], m, xs)
    eqx.tree_at(lambda m: [h.weight for h in m.heads], m, [x, 1])
    eqx.tree_at(lambda m: (m.head.weight, m.head.bias), m, more)
    eqx.tree_at(lambda m: (m.head.weight, m.maybe), m, both)
    eqx.tree_at(lambda m: (m.head.weight, m.maybe), m, (*more, x))
    eqx.tree_at(lambda m: (m.head.weight, *m.heads), m, (x, m.head))


def results_that_fit(m: Model, l: L, w: Wrapper[L]) -> None:
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: w * 2)
    eqx.tree_at(lambda m: (m.head.weight, m.pair), m, replace_fn=lambda w: w)
    eqx.tree_at(lambda m: m.head.weight, m, replace_fn=jnp.zeros_like)
    eqx.tree_at(lambda m: m.layers, m, replace_fn=lambda ls: tuple(l for l in ls))
    eqx.tree_at(lambda m: m.maybe, m, replace_fn=lambda h: h)
    eqx.tree_at(lambda w: w.inner, w, l)


def none(s: Settings, m: Model, n: Model, x: Array) -> None:
    # N: `s.nothing` is None here, and `tree_at` finds it only while it is the only None in the tree; pass `is_leaf=lambda x: x is None`
    eqx.tree_at(lambda s: s.nothing, s, x)
    eqx.tree_at(lambda s: s.nothing, s, x, is_leaf=lambda n: n is None)
    # N: `t['a'][0]` is None here, and `tree_at` finds it only while it is the only None in the tree; pass `is_leaf=lambda x: x is None`
    eqx.tree_at(lambda t: t["a"][0], {"a": (None, 1)}, 2)
    if m.head.bias is None:
        # N: `t.head.bias` is None here, and `tree_at` finds it only while it is the only None in the tree; pass `is_leaf=lambda x: x is None`
        eqx.tree_at(lambda t: t.head.bias, m, x)
        # N: `t.head.bias` is None here, and `tree_at` finds it only while it is the only None in the tree; pass `is_leaf=lambda x: x is None`
        eqx.tree_at(lambda t: (t.head.weight, t.head.bias), m, (x, x))
        eqx.tree_at(lambda t: t.head.bias, m, x, is_leaf=lambda n: n is None)
        eqx.tree_at(lambda t: t.head.bias, m, x, **{})
        eqx.tree_at(lambda t: t.head.bias, n, x)
        eqx.tree_at(lambda t: t.head.weight, m, x)
        m = n
        eqx.tree_at(lambda t: t.head.bias, m, x)
