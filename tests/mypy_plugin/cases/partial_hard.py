# ruff: noqa
# fmt: off
"""Where what a Partial wraps or binds is not known well enough, less is known of it."""
from __future__ import annotations

from typing import Any, Callable, Concatenate, ParamSpec, TypedDict, TypeVar, TypeVarTuple, Unpack

import equinox as eqx
from equinox import Partial
from jax.tree_util import Partial as JaxPartial

P = ParamSpec("P")
R = TypeVar("R")
Ts = TypeVarTuple("Ts")


class Options(TypedDict, total=False):
    a: int
    b: str


def f(a: int, b: str) -> bytes:
    return b""


def unpacked(x: int, **options: Unpack[Options]) -> None: ...


def variadic(function: Callable[[Unpack[Ts]], R], *args: Unpack[Ts]) -> R:
    return function(*args)


def deco(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Callable[P, R]:
    reveal_type(Partial(function))  # N: Revealed type is "def (*P.args, **P.kwargs) -> R"
    # N: Revealed type is "equinox._module._prebuilt.Partial[R]"
    reveal_type(Partial(function, *args, **kwargs))
    return Partial(function)


def concatenated(function: Callable[Concatenate[int, P], R]) -> Callable[P, R]:
    return Partial(function, 1)


def quiet(
    a: Any,
    args: list[Any],
    options: dict[str, Any],
    open_: Callable[..., int],
    union: Callable[[int], int] | Callable[[int, str], str],
    cls: type[eqx.Module],
    maybe: Callable[[int], int] | None,
) -> None:
    reveal_type(Partial(a, 1))  # N: Revealed type is "equinox._module._prebuilt.Partial[Any]"
    reveal_type(Partial(open_, 1, x=2))  # N: Revealed type is "equinox._module._prebuilt.Partial[int]"
    reveal_type(Partial(f, *args))  # N: Revealed type is "equinox._module._prebuilt.Partial[bytes]"
    reveal_type(Partial(f, **options))  # N: Revealed type is "def (a: int =, b: str =) -> bytes"
    reveal_type(Partial(union, 1))  # N: Revealed type is "(def () -> int) | (def (str) -> str)"
    # N: Revealed type is "equinox._module._prebuilt.Partial[equinox._module._module.Module]"
    reveal_type(Partial(cls, 1))
    reveal_type(Partial(unpacked, 1))  # N: Revealed type is "def (*, a: int =, b: str =)"
    reveal_type(Partial(unpacked, 1, a=2))  # N: Revealed type is "def (*, b: str =)"
    # E: Argument "a" to "unpacked" has incompatible type "str"; expected "int"  [partial]
    Partial(unpacked, 1, a="x")
    reveal_type(Partial(variadic, f))  # N: Revealed type is "def (int, str) -> bytes"
    reveal_type(Partial(len))  # N: Revealed type is "def (typing.Sized) -> int"
    # N: Revealed type is "Overload(def (*values: object, sep: str | None =, end: str | None =, file: _typeshed.SupportsWrite[str] | None =, flush: Literal[False] =), def (*values: object, sep: str | None =, end: str | None =, file: _SupportsWriteAndFlush[str] | None =, flush: bool))"
    reveal_type(Partial(print, "a"))
    # N: Revealed type is "Overload(def (int, *_args: int, key: None =) -> int, def (int, *_args: int, key: def (int) -> _typeshed.SupportsDunderLT[Any] | _typeshed.SupportsDunderGT[Any]) -> int)"
    reveal_type(Partial(max, 1))
    # N: Revealed type is "Overload(def (**kwargs: int) -> dict[str, int], def (_typeshed.SupportsKeysAndGetItem[str, int], **kwargs: int) -> dict[str, int], def (typing.Iterable[tuple[str, int]], **kwargs: int) -> dict[str, int])"
    reveal_type(Partial(dict, a=1))
    reveal_type(JaxPartial(a, 1))  # N: Revealed type is "jax._src.tree_util.Partial"
    reveal_type(JaxPartial(f, *args))  # N: Revealed type is "def (*Any, **Any) -> bytes"


S = TypeVar("S")
Y = TypeVar("Y")


def scan(function: Callable[[S, R], tuple[S, Y]], start: S, values: list[R]) -> tuple[S, list[Y]]: return start, []
def either(one: Callable[[S], R], other: Callable[[S], R], third: Callable[[S], R] | None = None) -> R: return 0  # type: ignore[return-value]
def step(total: int, value: str) -> tuple[int, bytes]: return 0, b""


def untold(values: list[str]) -> None:
    # Nothing more tells what a lambda returns, once it is bound.
    # N: Revealed type is "def [S, R] (start: S, values: list[R]) -> tuple[S, list[Any]]"
    reveal_type(Partial(scan, lambda total, value: (total, value)))
    total, steps = Partial(scan, lambda total, value: (total, value))(0, values)
    # N: Revealed type is "def (start: int, values: list[str]) -> tuple[int, list[bytes]]"
    reveal_type(Partial(scan, step))
    # N: Revealed type is "def [S, Y] (function: def (S, str) -> tuple[S, Y], start: S) -> tuple[S, list[Y]]"
    reveal_type(Partial(scan, values=values))
    # N: Revealed type is "def [S, R] (other: def (S) -> R, third: (def (S) -> R) | None =) -> int"
    reveal_type(Partial(either, lambda _: 3))
    Partial(either, lambda _: 3)(len)


def unchecked(a):
    Partial(f, "a")
    return JaxPartial(f, 1)(2)


def by_keyword(a: int) -> None:
    Partial(func=f)  # E: Too few arguments for "Partial"  [call-arg]
