# ruff: noqa
# fmt: off
"""Trees that the other cases use."""
from __future__ import annotations

import abc
import dataclasses
import functools
from typing import Any, Callable, ClassVar, Generic, Protocol, TypeVar

import equinox as eqx
import jax
import jax.numpy as jnp
from jax import Array

L = TypeVar("L", bound=eqx.Module)


def make() -> Any: ...
def decorated(f: Any) -> Any: ...


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


class Scaled(eqx.Module):
    """With members of every kind, of another module than the selectors."""
    layer: Head
    log_scale: Array
    depth = 3
    count: ClassVar[int] = 2
    made = make()
    again = eqx.Module.__init__

    @property
    def scale(self) -> Array:
        "The scale."
        return jnp.exp(self.log_scale)

    @property
    def pair(self) -> tuple[Array, Array]:
        return self.layer.weight, self.log_scale

    @property
    def weight(self) -> Array:
        return self.layer.weight

    @property
    def width(self) -> int:
        return self.layer.size

    @property
    def rescaled(self) -> Array:
        return self.scale

    @property
    def flipped(self) -> Array:
        return self.layer.weight.T

    @property
    def either(self) -> Array:
        if self.depth:
            return self.layer.weight
        return self.log_scale

    @property
    @abc.abstractmethod
    def shift(self) -> Array: ...

    @functools.cached_property
    def negated(self) -> bool:
        return not self.log_scale

    @property
    def settable(self) -> float:
        return 2.0

    @settable.setter
    def settable(self, value: float) -> None: ...

    def first(self) -> Head:
        return self.layer

    @jax.named_scope("second")
    def second(self) -> Head:
        return self.layer

    @decorated
    def third(self) -> Head:
        return self.layer


class Fixed(Scaled):
    shift: Array
    depth: int


def size_of(head):
    return head.size, head.wieght


class Surgeon:
    def where(self, head): return head.size


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
