# ruff: noqa
# fmt: off
"""Where Partials are kept and given: fields, class bodies, variables, containers."""
from __future__ import annotations

from typing import Any, Callable, ClassVar, Protocol

import equinox as eqx
import treeops
from equinox import Partial
from jax import Array
from jax.tree_util import Partial as JaxPartial


def f(a: int, b: str, *, c: float = 1.0) -> bytes:
    return b""


def g(a: int, b: str, *, c: float = 1.0) -> bytes:
    return b""


class TakesName(Protocol):
    def __call__(self, b: str) -> bytes: ...


class Model(eqx.Module):
    weight: Array
    loss: Partial[Array]
    step: Callable[[int], int]
    jax_step: JaxPartial
    named: treeops.Partial[bytes, [str]]

    def __init__(self, weight: Array) -> None:
        self.weight = weight
        self.loss = Partial(self.compute, weight)
        # E: Incompatible types in assignment (expression has type "def f(b: str, *, c: float = ...) -> bytes", variable has type "Partial[Array]")  [assignment]
        self.loss = Partial(f, 1)
        self.step = Partial(lambda a, b: a, 1)
        self.jax_step = JaxPartial(f, 1)
        self.named = treeops.Partial(f, 1)

    def compute(self, a: Array, b: int) -> Array:
        return a

    def run(self) -> None:
        reveal_type(self.loss(1))  # N: Revealed type is "jax._src.basearray.Array"
        reveal_type(self.step(1))  # N: Revealed type is "int"
        reveal_type(self.named("b"))  # N: Revealed type is "bytes"


class Holder:
    shared = Partial(f, 1)
    declared: ClassVar[Callable[[str], bytes]] = Partial(f, 1)
    of_jax = JaxPartial(f, b="b")
    of_treeops = treeops.Partial(f, 1)

    def __init__(self) -> None:
        self.own = Partial(f, 1)

    def use(self) -> None:
        self.own(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
        self.shared(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
        self.of_jax(1, b="c", c="d")  # E: Argument "c" to "f" has incompatible type "str"; expected "float"  [arg-type]
        self.of_treeops(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
        Holder.shared(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
        type(self).shared("b")


class Below(Holder):
    shared = Partial(g, 2)

    def use(self) -> None:
        self.shared(1)  # E: Argument 1 to "g" has incompatible type "int"; expected "str"  [arg-type]
        self.own(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
        super().shared("b")


def takes_name(function: TakesName) -> None: ...
def default(p: Partial[bytes] = Partial(f, 1), q=Partial(g, 1)) -> None:
    p("anything")
    q("anything")


kept: list[Partial[bytes]] = [Partial(f, 1), Partial(g)]
# E: Dict entry 1 has incompatible type "str": "def f(a: int, b: str, *, c: float = ...) -> bytes"; expected "str": "Callable[[str], bytes]"  [dict-item]
by_name: dict[str, Callable[[str], bytes]] = {"f": Partial(f, 1), "whole": Partial(f)}
of_module = Partial(f, 1)
of_module(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]


def variables(flag: bool) -> None:
    takes_name(Partial(f, 1))
    takes_name(Partial(f))  # mypy compares the call of the instance, which takes anything
    p = q = Partial(f, 1)
    q(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
    if flag and (r := Partial(f, 1)) is not None:
        r(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
    for each in (Partial(f, 1), Partial(f, 2)):
        each(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
    several = [Partial(f, 1)]
    several[0](1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
    p(*["b"])
    hash(p), p == q
