# ruff: noqa
# fmt: off
"""What is bound: checked in its place, as far as it is known what it is."""
from __future__ import annotations

import functools
from typing import Any, Callable, NamedTuple, TypeVar, TypeVarTuple, Unpack, overload

import equinox as eqx
import jax
from equinox import Partial
from jax import Array
from jax.tree_util import Partial as JaxPartial

from models import Model

T = TypeVar("T")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")


Base: Any = object


class Unknown(Base):
    pass


def f(a: int, b: str, *, c: float = 1.0) -> bytes:
    return b""


def train(sizes: list[int], update: Callable[[int], int], names: dict[str, int] = {}) -> int:
    return 1


def apply(function: Callable[[T], R], value: T) -> R:
    return function(value)


def run(function: Callable[[Unpack[Ts]], R], *args: Unpack[Ts]) -> R:
    # N: Revealed type is "def () -> R"
    reveal_type(Partial(function, *args))
    # N: Revealed type is "def (*args: *Ts) -> R"
    reveal_type(Partial(function))
    return Partial(function)(*args)


def only_keywords(*, a: int, b: str) -> None: ...
def only_places(a: int, b: str, /, c: int) -> None: ...
def pair_and_more(*args: Unpack[tuple[int, Unpack[tuple[str, ...]]]]) -> None: ...
def ends_otherwise(*args: Unpack[tuple[Unpack[tuple[int, ...]], str]]) -> None: ...


@overload
def several(x: int) -> int: ...
@overload
def several(x: str) -> str: ...
def several(x: Any) -> Any:
    return x


def inside() -> None:
    Partial(train, [1, "a"])  # E: List item 1 has incompatible type "str"; expected "int"  [list-item]
    Partial(train, [1], lambda n: n.nothing)  # E: "int" has no attribute "nothing"  [attr-defined]
    # E: Dict entry 0 has incompatible type "str": "str"; expected "str": "int"  [dict-item]
    Partial(train, names={"a": "b"})
    # E: Argument 2 to "train" has incompatible type "Callable[[int], str]"; expected "Callable[[int], int]"  [partial]
    Partial(train, [1], lambda n: "a")
    # E: Argument "update" to "train" has incompatible type "Callable[[Any, Any], int]"; expected "Callable[[int], int]"  [partial]
    Partial(train, update=lambda n, m: 1)
    Partial(train, update=lambda n, m=1: n)
    Partial(train, [])
    Partial(train, [1], lambda n: missing)  # E: Name "missing" is not defined  [name-defined]
    reveal_type(Partial(apply, lambda v: v))  # N: Revealed type is "def [T] (value: T) -> Any"
    reveal_type(Partial(apply, value=1))  # N: Revealed type is "def [R] (function: def (int) -> R) -> R"


def kinds_of_parameters() -> None:
    reveal_type(Partial(only_keywords, a=1))  # N: Revealed type is "def (*, b: str)"
    Partial(only_keywords, 1)  # E: Too many positional arguments for "only_keywords"  [partial]
    Partial(only_places, a=1)  # E: Unexpected keyword argument "a" for "only_places"  [partial]
    reveal_type(Partial(only_places, c=1))  # N: Revealed type is "def (int, str)"
    reveal_type(Partial(pair_and_more, 1))  # N: Revealed type is "def (*args: str)"
    # E: Argument 1 to "pair_and_more" has incompatible type "str"; expected "int"  [partial]
    Partial(pair_and_more, "a")
    reveal_type(Partial(ends_otherwise, 1))  # N: Revealed type is "equinox._module._prebuilt.Partial[None]"
    reveal_type(Partial(ends_otherwise))  # N: Revealed type is "def (*args: *tuple[*tuple[int, ...], str])"
    reveal_type(Partial(run, only_places))  # N: Revealed type is "def (int, str, int)"
    # What mypy infers of functions with other parameters is not what may be given.
    reveal_type(Partial(run, f))  # N: Revealed type is "equinox._module._prebuilt.Partial[Any]"
    reveal_type(Partial(run, several))  # N: Revealed type is "equinox._module._prebuilt.Partial[Any]"
    reveal_type(Partial(run, *(f, 1)))  # N: Revealed type is "equinox._module._prebuilt.Partial[Any]"


def open_ended(
    any_args: list[Any], numbers: list[int], options: dict[str, Any], rates: dict[str, float], anything: Any
) -> None:
    reveal_type(Partial(f, 1, *any_args))  # N: Revealed type is "equinox._module._prebuilt.Partial[bytes]"
    # E: Argument 1 to "f" has incompatible type "str"; expected "int"  [partial]
    Partial(f, "a", *any_args)
    # E: Argument "c" to "f" has incompatible type "str"; expected "float"  [partial]
    Partial(f, *any_args, c="a")
    Partial(f, *anything, **anything)
    Partial(*any_args)
    Partial(f, *numbers)  # perhaps it is one
    reveal_type(Partial(f, *(1, "b")))  # N: Revealed type is "def (*, c: float =) -> bytes"
    # E: Argument 1 to "f" has incompatible type "*tuple[int, int]"; expected "str"  [partial]
    Partial(f, *(1, 2))
    p = Partial(f, 1, **options)
    reveal_type(p)  # N: Revealed type is "def (b: str =, *, c: float =) -> bytes"
    p()
    p("b")
    p(2)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
    Partial(f, **rates)()
    Partial(f, d=1, **options)  # E: Unexpected keyword argument "d" for "f"  [partial]


def functions(m: Model, cls: type[eqx.Module], maybe: Callable[[int], int] | None) -> None:
    reveal_type(Partial(functools.partial(f, b="b"), 1))  # N: Revealed type is "def (*, b: str =, c: float =) -> bytes"
    reveal_type(Partial(jax.vmap(f), 1))  # N: Revealed type is "def (b: str, *, c: float =) -> bytes"
    # E: Argument 1 to "Partial" has incompatible type "Callable[[int], int] | None"; expected "Callable[..., int]"  [arg-type]
    Partial(maybe, 1)
    if maybe is not None:
        reveal_type(Partial(maybe, 1))  # N: Revealed type is "def () -> int"
    JaxPartial(3)  # E: "int" not callable  [partial]
    JaxPartial(maybe)  # E: "Callable[[int], int] | None" not callable  [partial]
    JaxPartial(cls, 1)
    reveal_type(Partial(m).func)  # N: Revealed type is "models.Model"
    reveal_type(Partial(Model).func.__name__)  # N: Revealed type is "str"
    reveal_type(Partial(several).func)  # N: Revealed type is "Overload(def (x: int) -> int, def (x: str) -> str)"
    reveal_type(Partial(Partial(f, 1)).func)  # N: Revealed type is "def (b: str, *, c: float =) -> bytes"
    reveal_type(JaxPartial(f, 1).func)  # N: Revealed type is "def (a: int, b: str, *, c: float =) -> bytes"
    reveal_type(functools.partial(f, 1).func)  # N: Revealed type is "def (*Any, **Any) -> bytes"
    # N: Revealed type is "equinox._module._prebuilt.Partial[bytes]"
    reveal_type(Partial(Partial)(f, 1, "b"))
    Partial(Partial)()  # E: Too few arguments for "Partial"  [call-arg]


class Callback(NamedTuple):
    rate: float

    def __call__(self, a: int, b: str) -> float:
        return self.rate


def objects(callback: Callback, unknown: Unknown) -> None:
    reveal_type(Partial(callback, 1))  # N: Revealed type is "def (b: str) -> float"
    reveal_type(Partial(callback, 1).func.rate)  # N: Revealed type is "float"
    reveal_type(Partial(unknown, 1))  # N: Revealed type is "equinox._module._prebuilt.Partial[Any]"
