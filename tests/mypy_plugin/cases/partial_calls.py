# ruff: noqa
# fmt: off
"""What a Partial binds is checked, and so are calls of what remains."""
from __future__ import annotations

import functools
from typing import Any, Callable, Generic, NamedTuple, TypeVar, overload

import equinox as eqx
import jax
from equinox import Partial
from jax import Array
from jax.tree_util import Partial as JaxPartial

from models import Head, Model

T = TypeVar("T")
U = TypeVar("U")


def f(a: int, b: str, *, c: float = 1.0) -> bytes:
    return b""


def g(a: int, b: str = "", *rest: int, **options: float) -> bytes:
    return b""


def pair(x: T, y: list[T]) -> T:
    return x


def apply(function: Callable[[T], U], value: T) -> U:
    return function(value)


@overload
def both(x: int, y: int) -> int: ...
@overload
def both(x: str, y: str) -> str: ...
def both(x: Any, y: Any) -> Any:
    return x


class Point:
    def __init__(self, x: int, y: str) -> None: ...
    def method(self, a: int, b: str) -> float:
        return 1.0
    @classmethod
    def made(cls, x: int) -> Point:
        return cls(x, "")
    @staticmethod
    def static(x: int, y: str) -> int:
        return x


class Box(Generic[T]):
    def __init__(self, value: T, label: str) -> None: ...


class Named(NamedTuple):
    a: int
    b: str


class Callback:
    def __call__(self, a: int, b: str) -> float:
        return 1.0


def constructor() -> None:
    Partial(f, "a")  # E: Argument 1 to "f" has incompatible type "str"; expected "int"  [partial]
    Partial(f, 1, 2)  # E: Argument 2 to "f" has incompatible type "int"; expected "str"  [partial]
    Partial(f, 1, "b", 3)  # E: Too many positional arguments for "f"  [partial]
    Partial(f, d=3)  # E: Unexpected keyword argument "d" for "f"  [partial]
    Partial(f, c="x")  # E: Argument "c" to "f" has incompatible type "str"; expected "float"  [partial]
    Partial(f, 1, a=2)  # E: "f" gets multiple values for keyword argument "a"  [partial]
    # E: No overload variant of "both" matches argument type "bytes"  [partial]
    # N: Possible overload variants:
    # N:     def both(x: int, y: int) -> int
    # N:     def both(x: str, y: str) -> str
    Partial(both, b"")
    # E: Argument 2 to "pair" has incompatible type "int"; expected "list[int]"  [partial]
    Partial(pair, 1, 2)
    Partial(Point, "x")  # E: Argument 1 to "Point" has incompatible type "str"; expected "int"  [partial]
    # E: Argument 1 to "method" of "Point" has incompatible type "str"; expected "int"  [partial]
    Partial(Point(1, "").method, "x")
    # E: Argument 1 to "__call__" of "Callback" has incompatible type "str"; expected "int"  [partial]
    Partial(Callback(), "x")
    Partial(f, "a")  # type: ignore[partial]
    Partial(f, missing)  # E: Name "missing" is not defined  [name-defined]
    Partial()  # E: Too few arguments for "Partial"  [call-arg]
    # E: Argument 1 to "Partial" has incompatible type "int"; expected "Callable[..., Never]"  [arg-type]
    Partial(3)
    eqx.Partial(f, "a")  # E: Argument 1 to "f" has incompatible type "str"; expected "int"  [partial]
    JaxPartial(f, "a")  # E: Argument 1 to "f" has incompatible type "str"; expected "int"  [partial]
    jax.tree_util.Partial(f, d=3)  # E: Unexpected keyword argument "d" for "f"  [partial]


def remaining() -> None:
    reveal_type(Partial(f))  # N: Revealed type is "def (a: int, b: str, *, c: float =) -> bytes"
    reveal_type(Partial(f, 1))  # N: Revealed type is "def (b: str, *, c: float =) -> bytes"
    reveal_type(Partial(f, 1, "b"))  # N: Revealed type is "def (*, c: float =) -> bytes"
    reveal_type(Partial(f, 1, c=2.0))  # N: Revealed type is "def (b: str) -> bytes"
    reveal_type(Partial(f, b="b"))  # N: Revealed type is "def (a: int, *, c: float =) -> bytes"
    reveal_type(Partial(f, a=1))  # N: Revealed type is "def (*, b: str, c: float =) -> bytes"
    reveal_type(Partial(g, 1))  # N: Revealed type is "def (b: str =, *rest: int, **options: float) -> bytes"
    # N: Revealed type is "def (*rest: int, **options: float) -> bytes"
    reveal_type(Partial(g, 1, "b", 3, d=2.0))
    reveal_type(Partial(g, a=1))  # N: Revealed type is "def (*, b: str =, **options: float) -> bytes"
    reveal_type(Partial(pair))  # N: Revealed type is "def [T] (x: T, y: list[T]) -> T"
    reveal_type(Partial(pair, 1))  # N: Revealed type is "def (y: list[int]) -> int"
    reveal_type(Partial(apply, str))  # N: Revealed type is "def (value: object) -> str"
    # N: Revealed type is "Overload(def (x: int, y: int) -> int, def (x: str, y: str) -> str)"
    reveal_type(Partial(both))
    reveal_type(Partial(both, 1))  # N: Revealed type is "def (y: int) -> int"
    reveal_type(Partial(Point, 1))  # N: Revealed type is "def (y: str) -> partial_calls.Point"
    reveal_type(Partial(Point.method, Point(1, "")))  # N: Revealed type is "def (a: int, b: str) -> float"
    reveal_type(Partial(Point(1, "").method, 1))  # N: Revealed type is "def (b: str) -> float"
    reveal_type(Partial(Point.made))  # N: Revealed type is "def (x: int) -> partial_calls.Point"
    reveal_type(Partial(Point.static, 1))  # N: Revealed type is "def (y: str) -> int"
    reveal_type(Partial(Box, 1))  # N: Revealed type is "def (label: str) -> partial_calls.Box[int]"
    # N: Revealed type is "def (b: str) -> tuple[int, str, fallback=partial_calls.Named]"
    reveal_type(Partial(Named, 1))
    reveal_type(Partial(Callback(), 1))  # N: Revealed type is "def (b: str) -> float"
    reveal_type(Partial(lambda x, y: x, 1))  # N: Revealed type is "def (y: Any) -> Any"
    reveal_type(Partial(Partial(f, 1), "b"))  # N: Revealed type is "def (*, c: float =) -> bytes"
    # N: Revealed type is "def (b: str, *, c: float =) -> bytes"
    reveal_type(Partial(functools.partial(f, 1)))
    reveal_type(JaxPartial(f, 1))  # N: Revealed type is "def (b: str, *, c: float =) -> bytes"
    reveal_type(JaxPartial(f, a=1))  # N: Revealed type is "def (*, a: int =, b: str, c: float =) -> bytes"
    reveal_type(JaxPartial(f, 1, c=2.0))  # N: Revealed type is "def (b: str, *, c: float =) -> bytes"


def calls(flag: bool) -> None:
    p = Partial(f, 1)
    reveal_type(p("b"))  # N: Revealed type is "bytes"
    p(2)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
    p()  # E: Missing positional argument "b" in call to "f"  [call-arg]
    p("b", c="x")  # E: Argument "c" to "f" has incompatible type "str"; expected "float"  [arg-type]
    p("b", d=1)  # E: Unexpected keyword argument "d" for "f"  [call-arg]
    p("b", a=2)  # E: Unexpected keyword argument "a" for "f"  [call-arg]
    Partial(f, 1)("b", 3)  # E: Too many positional arguments for "f"  [call-arg]
    Partial(f, b="b")(1)
    # E: Too many positional arguments for "f"  [call-arg]
    # E: Argument 2 to "f" has incompatible type "str"; expected "float"  [arg-type]
    Partial(f, b="b")(1, "b")
    Partial(f, b="b")(1, b="b")  # E: Unexpected keyword argument "b" for "f"  [call-arg]
    Partial(both, 1)("a")  # E: Argument 1 to "both" has incompatible type "str"; expected "int"  [arg-type]
    reveal_type(Partial(both)("a", "b"))  # N: Revealed type is "str"
    Partial(pair, 1)(["a"])  # E: List item 0 has incompatible type "str"; expected "int"  [list-item]
    reveal_type(Partial(Point, 1)("y").method(1, ""))  # N: Revealed type is "float"
    JaxPartial(f, c=1.0)(1, "b", c=2.0)
    reveal_type(JaxPartial(f, 1)("b"))  # N: Revealed type is "bytes"
    JaxPartial(f, 1)(2)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]


def parts() -> None:
    p = Partial(f, 1)
    reveal_type(p.func)  # N: Revealed type is "def (a: int, b: str, *, c: float =) -> bytes"
    reveal_type(p.args)  # N: Revealed type is "tuple[Any, ...]"
    reveal_type(p.keywords)  # N: Revealed type is "dict[str, Any]"
    p.nothing  # E: "def (b: str, *, c: float = ...) -> bytes" has no attribute "nothing"  [attr-defined]
    reveal_type(JaxPartial(f, 1).func)  # N: Revealed type is "def (a: int, b: str, *, c: float =) -> bytes"
    reveal_type(JaxPartial(f, 1).args)  # N: Revealed type is "tuple[Any, ...]"
    # N: Revealed type is "def (b: str, *, c: float =) -> bytes"
    reveal_type(eqx.tree_at(lambda p: p.args[0], p, 2))


def takes_partial(p: Partial[bytes]) -> None: ...
def takes_module(m: eqx.Module) -> None: ...
def takes_callable(c: Callable[[str], bytes]) -> None: ...
def takes_other(c: Callable[[int], bytes]) -> None: ...
def takes_jax(p: JaxPartial) -> None: ...


def assignments() -> Callable[[str], bytes]:
    p = Partial(f, 1)
    takes_partial(p)
    takes_module(p)
    takes_callable(p)
    # E: Argument 1 to "takes_other" has incompatible type "def (b: str, *, c: float = ...) -> bytes"; expected "Callable[[int], bytes]"  [arg-type]
    takes_other(p)
    takes_jax(JaxPartial(f, 1))
    # E: Incompatible types in assignment (expression has type "def f(b: str, *, c: float = ...) -> bytes", variable has type "Partial[int]")  [assignment]
    wrong: Partial[int] = Partial(f, 1)
    several = [Partial(f, 1), Partial(f, 2)]
    reveal_type(list(map(p, ["a"])))  # N: Revealed type is "list[bytes]"
    reveal_type(jax.tree.map(p, ["a"]))  # N: Revealed type is "Any"
    return p


class Holder(eqx.Module):
    given: Partial[bytes]
    shared = Partial(f, 1)

    def use(self) -> None:
        self.shared("b")
        self.shared(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
        Holder.shared("b")
        reveal_type(self.given("anything"))  # N: Revealed type is "bytes"


def hold() -> Holder:
    return Holder(Partial(f, 1))


def other(x: int, c: str) -> bytes:
    return b""


def counts(x: int, c: str) -> int:
    return 1


def assigned_again(flag: bool) -> None:
    if flag:
        p = Partial(f, 1)
    else:
        p = Partial(other, 1)
    p("b")
    # N: Revealed type is "(def (b: str, *, c: float =) -> bytes) | (def (c: str) -> bytes)"
    reveal_type(Partial(f, 1) if flag else Partial(other, 1))
    by_name = {"f": Partial(f, 1), "other": Partial(other, 1)}
    reveal_type(by_name["f"]("b"))  # N: Revealed type is "bytes"
    # E: Incompatible types in assignment (expression has type "Callable[[str], int]", variable has type "def (b: str, *, c: float = ...) -> bytes")  [assignment]
    p = Partial(counts, 1)
    # E: Incompatible types in assignment (expression has type "int", variable has type "def (b: str, *, c: float = ...) -> bytes")  [assignment]
    p = 3
    j = JaxPartial(f, 1)
    j = JaxPartial(other, 1)
    q = Partial(f)
    q = Partial(f, 1)
    reveal_type(q.func)  # N: Revealed type is "def (a: int, b: str, *, c: float =) -> bytes"
    q.nothing  # E: "Partial[bytes]" has no attribute "nothing"  [attr-defined]
    q("b")
