# ruff: noqa
# fmt: off
"""Selectors that look at leaves, or at parts of arrays, as the types of the fields say."""
from __future__ import annotations

from typing import Any, ClassVar, Literal, NamedTuple

import equinox as eqx
import jax.numpy as jnp
from equinox import AbstractVar
from jax import Array


def option(default: Any, static: bool = False) -> Any: ...


FLAG: bool = True


class Settings(eqx.Module):
    weight: Array
    shift: Array | None
    rate: float
    maybe: float | None
    mode: Literal["a", "b"]
    mixed: Array | float
    part: Array | tuple[Array, ...]
    parts: list[Array]
    inner: eqx.nn.Linear | None
    kept: float = eqx.field(default=1.0)
    width: int = eqx.field(static=True, default=1)
    own: float = option(2.0)
    flagged: float = eqx.field(default=1.0, static=FLAG)
    count: ClassVar[int] = 3

    @property
    def computed(self) -> float:
        return self.rate * 2


class Base(eqx.Module):
    rate: AbstractVar[float]
    weight: Array


class Point(NamedTuple):
    x: float
    y: float


def leaves(s: Settings, b: Base, p: Point, x: Array) -> None:
    # E: `s.rate > 0.5` looks at the value of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda s: s.rate if s.rate > 0.5 else s.weight, s, x)
    # E: `s.kept > 0.5` looks at the value of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda s: s.rate if s.kept > 0.5 else s.weight, s, x)
    # E: `isinstance(s.mode, str)` looks at the type of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda s: s.rate if isinstance(s.mode, str) else s.weight, s, x)
    # E: `s.mixed` looks at the truth of a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda s: s.rate if s.mixed else s.weight, s, x)
    # E: `s.weight.ndim` looks at the array at a leaf, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda s: s.rate if s.weight.ndim == 2 else s.weight, s, x)
    # E: `hasattr(s.weight, 'shape')` looks at what a leaf has, but `where` may depend on the structure of its tree only; look at the outer tree instead, with `zip`  [tree-at]
    eqx.tree_at(lambda s: s.rate if hasattr(s.weight, "shape") else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if s.maybe else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if s.width > 2 else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if eqx.is_array(s.width) else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if s.own > 2 else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if s.flagged > 2 else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if s.count > 2 else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if s.computed > 2 else s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if s.inner else s.weight, s, x)
    eqx.tree_at(lambda s: s.parts or s.weight, s, x)
    eqx.tree_at(lambda s: s.rate if isinstance(s.inner, Array) else s.weight, s, x)
    eqx.tree_at(lambda b: b.weight if b.rate > 0.5 else b, b, x)
    eqx.tree_at(lambda p: p.y if p.x > 0.5 else p, p, x)


def parts(s: Settings, x: Array) -> None:
    # E: `s.weight.T` is computed from an array, so it is never a node of the tree; select the array itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda s: s.weight.T, s, x)
    # E: `s.shift[0]` is computed from an array, so it is never a node of the tree; select the array itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda s: s.shift[0].T, s, x)
    # E: a computed value is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda s: s.weight * 2, s, x)
    # E: a computed value is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    eqx.tree_at(lambda s: s.weight.sum(), s, x)
    eqx.tree_at(lambda s: s.part[0], s, x)
    eqx.tree_at(lambda s: s.parts[0], s, x)
    eqx.tree_at(lambda s: s.parts * 2, s, x)
