# ruff: noqa
# fmt: off
"""Trees that the other cases use."""
from __future__ import annotations

import dataclasses
import functools
from typing import Any, Callable, Generic, Protocol, TypeVar

import equinox as eqx
import jax
from jax import Array

L = TypeVar("L", bound=eqx.Module)


class Head(eqx.Module):
    weight: Array
    bias: Array | None
    size: int = eqx.field(static=True)

    def scaled(self, by: float) -> Array:
        return self.weight * by

    def part(self, i: int, other: Head | None = None) -> Array:
        return self.weight

    @property
    def child(self) -> Array:
        return self.weight


class Model(eqx.Module):
    layers: tuple[eqx.nn.Linear, ...]
    pair: tuple[Head, Head]
    head: Head
    maybe: Head | None
    either: Head | eqx.nn.Linear
    module: eqx.Module
    params: dict[str, Array]
    heads: list[Head]
    function: Callable[[Array], Array]
    anything: Any
    activation: Callable[[Array], Array] = eqx.field(static=True)
    name: str = eqx.static_field()

    def __call__(self, x: Array, scale: float = 1.0) -> Array:
        return x


class Wrapper(eqx.Module, Generic[L]):
    inner: L
    depth: int = eqx.field(static=True, default=1)


class Deep(Head):
    extra: Array


def weight_of(head: Head) -> Array:
    return head.weight


class HasWeight(Protocol):
    weight: Array


@jax.tree_util.register_dataclass
@dataclasses.dataclass
class Marked:
    value: Array
    tag: str = dataclasses.field(metadata=dict(static=True))
    note: str = dataclasses.field(default="", metadata={"static": True})


@functools.partial(jax.tree_util.register_dataclass, data_fields=["value"], meta_fields=["tag"])
@dataclasses.dataclass
class Listed:
    value: Array
    tag: str


@dataclasses.dataclass
class Late:
    value: Array
    tag: str


jax.tree_util.register_dataclass(Late, data_fields=["value"], meta_fields=["tag"])
