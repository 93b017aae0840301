# ruff: noqa
# fmt: off
"""Methods, class variables and properties that compute are no nodes; what returns a child is."""
from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, NamedTuple

import equinox as eqx
import jax
import jax.numpy as jnp
import treeops
from equinox import AbstractClassVar, AbstractVar
from jax import Array

from models import Head, Scaled


def of_another_module(s: Scaled, maybe: Scaled | None, several: list[Scaled], x: Array) -> None:
    # E: `s.scale` is not part of the tree: the property `scale` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: s.scale, s, x)
    # E: `s.scale` is not part of the tree: the property `scale` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: (s.log_scale, s.scale), s, (x, x))
    # E: `s.rescaled` is not part of the tree: the property `rescaled` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: s.rescaled, s, x)
    # E: `s.flipped` is not part of the tree: the property `flipped` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: s.flipped, s, x)
    # E: `s.negated` is not part of the tree: the property `negated` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: s.negated, s, x)
    # E: `s.settable` is not part of the tree: the property `settable` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: s.settable, s, x)
    # E: `s.width` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda s: s.width, s, x)
    # E: `s.count` is not part of the tree: `count` is a class variable of `Scaled`; make it a field, with an annotation, to have it in the tree  [tree-at]
    eqx.tree_at(lambda s: s.count, s, x)
    # E: `s.first` is not part of the tree: `first` is a method of `Scaled`; call it, if it returns a node  [tree-at]
    eqx.tree_at(lambda s: s.first, s, x)
    # E: `s.second` is not part of the tree: `second` is a method of `Scaled`; call it, if it returns a node  [tree-at]
    eqx.tree_at(lambda s: s.second, s, x)
    # E: `s.layer.scaled` is not part of the tree: `scaled` is a method of `Head`; call it, if it returns a node  [tree-at]
    eqx.tree_at(lambda s: s.layer.scaled, s, x)
    eqx.tree_at(lambda s: s.layer.scaled.weight, s, x)
    # E: `s.scale.T` is not part of the tree: the property `scale` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: s.scale.T, s, x)
    # E: `s.scale` is not part of the tree: the property `scale` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda s: s.scale, maybe, x)
    # E: `s.first` is not part of the tree: `first` is a method of `Scaled`; call it, if it returns a node  [tree-at]
    eqx.tree_at(lambda ss: [s.first for s in ss], several, [x])
    # E: `s.scale` is not part of the tree: the property `scale` of `Scaled` computes a new value; select the field that it is computed from  [tree-at]
    treeops.tree_at(lambda s: s.scale, s, x)
    eqx.tree_at(lambda s: s.scale, s, x)  # type: ignore[tree-at]


def nodes(s: Scaled, x: Array) -> None:
    eqx.tree_at(lambda s: s.log_scale, s, x)
    eqx.tree_at(lambda s: s.weight, s, x)
    eqx.tree_at(lambda s: s.pair, s, (x, x))
    eqx.tree_at(lambda s: s.either, s, x)
    eqx.tree_at(lambda s: s.shift, s, x)
    eqx.tree_at(lambda s: s.first().weight, s, x)
    eqx.tree_at(lambda s: s.third, s, x)
    eqx.tree_at(lambda s: s.made, s, x)
    eqx.tree_at(lambda s: s.again, s, x)
    eqx.tree_at(lambda s: s.depth, s, x)  # a field in a class below


class Here(eqx.Module):
    weight: Array
    parts: tuple[Array, ...]
    scale: float = 1.0
    size = 3
    pair = 1, 2

    @property
    def doubled(self) -> Array:
        return self.weight * 2

    @property
    def total(self) -> Array:
        return self.weight.sum()

    @property
    def more(self) -> tuple[Array, ...]:
        return self.parts * 2

    @property
    def untyped(self):
        return self.weight + self.weight

    @property
    def text(self) -> str:
        return f"{self.scale}"


class Below(Here):
    scale = 2.0


def of_this_module(h: Here, b: Below, x: Array) -> None:
    # E: `h.doubled` is not part of the tree: the property `doubled` of `Here` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda h: h.doubled, h, x)
    # E: `h.total` is not part of the tree: the property `total` of `Here` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda h: h.total, h, x)
    # E: `h.untyped` is not part of the tree: the property `untyped` of `Here` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda h: h.untyped, h, x)
    eqx.tree_at(lambda h: h.text, h, x)  # to mypy a formatted string is a call
    # E: `h.size` is not part of the tree: `size` is a class variable of `Here`; make it a field, with an annotation, to have it in the tree  [tree-at]
    eqx.tree_at(lambda h: h.size, b, x)
    # E: `h.pair` is not part of the tree: `pair` is a class variable of `Here`; make it a field, with an annotation, to have it in the tree  [tree-at]
    eqx.tree_at(lambda h: h.pair, b, x)
    eqx.tree_at(lambda h: h.more, h, (x,))
    eqx.tree_at(lambda h: h.scale, b, x)


@jax.tree_util.register_dataclass
@dataclasses.dataclass
class Registered:
    value: Array
    unit = "m"

    @property
    def double(self) -> Array:
        return self.value * 2.0


class Abstract(eqx.Module):
    rate: AbstractVar[float]
    name: AbstractClassVar[str]


class Results(eqx.Enumeration):
    success = "It worked"


class Point(NamedTuple):
    x: Array
    def length(self) -> Array: return self.x


class Plain:
    value = 2
    def method(self) -> int: return 1


def other_classes(r: Registered, a: Abstract, e: Results, p: Point, o: Plain, m: eqx.nn.MLP, x: Array) -> None:
    # E: `r.unit` is not part of the tree: `unit` is a class variable of `Registered`; make it a field, with an annotation, to have it in the tree  [tree-at]
    eqx.tree_at(lambda r: r.unit, r, x)
    # E: `r.double` is not part of the tree: the property `double` of `Registered` computes a new value; select the field that it is computed from  [tree-at]
    eqx.tree_at(lambda r: r.double, r, x)
    # E: `m.layers[0].__call__` is not part of the tree: `__call__` is a method of `Linear`; call it, if it returns a node  [tree-at]
    eqx.tree_at(lambda m: m.layers[0].__call__, m, x)
    eqx.tree_at(lambda a: a.rate, a, x)
    eqx.tree_at(lambda a: a.name, a, x)
    eqx.tree_at(lambda e: e.success, e, x)
    eqx.tree_at(lambda p: p.length, p, x)
    eqx.tree_at(lambda o: o.value, o, x)
    eqx.tree_at(lambda o: o.method, o, x)


class Layer(eqx.Module):
    size: int
    fixed: int = eqx.field(static=True)
    def part(self) -> int: return 1


class Changed(Layer):
    size: int = eqx.field(static=True)
    fixed: int
    part: Array  # type: ignore[assignment]


def declared_anew_below(l: Layer, c: Changed, x: Array) -> None:
    eqx.tree_at(lambda l: l.size, l, 0)
    eqx.tree_at(lambda l: l.fixed, l, 0)
    eqx.tree_at(lambda l: l.part, l, 0)
    # E: `l.size` is not part of the tree: `size` is a static field of `Changed`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda l: l.size, c, 0)
