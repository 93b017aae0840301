"""A function that takes another, and what to call it with.

Case: issue 19028
mypy: knows no parameters that `submit` could ask for
treelint: knows them
"""
from collections.abc import Callable
from concurrent.futures import Executor
from typing import ParamSpec, TypeVar

from equinox import Partial

P = ParamSpec("P")
R = TypeVar("R")


def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return function(*args, **kwargs)


def train(step: int, name: str, *, rate: float = 0.1) -> bytes:
    return b""


def on(pool: Executor) -> None:
    # N: Revealed type is "bytes"
    reveal_type(pool.submit(Partial(train, 1), "a").result())
    # E: Argument 2 to "submit" of "Executor" has incompatible type "int"; expected "str"  [arg-type]
    pool.submit(Partial(train, 1), 2)
    # E: Argument "rate" to "submit" of "Executor" has incompatible type "str"; expected "float"  [arg-type]
    pool.submit(Partial(train, 1), "a", rate="fast")
    # E: Too many positional arguments for "submit" of "Executor"  [call-arg]
    # N: "submit" defined in "concurrent.futures._base"
    # E: Argument 2 to "submit" of "Executor" has incompatible type "str"; expected "float"  [arg-type]
    pool.submit(Partial(train, 1, "a"), "b")
    # N: Revealed type is "def (step: int, name: str, *, rate: float =) -> concurrent.futures._base.Future[bytes]"
    reveal_type(Partial(pool.submit, train))
    # E: Argument 2 to "submit" of "Executor" has incompatible type "str"; expected "int"  [partial]
    Partial(pool.submit, train, "1")
    # E: Argument 1 to "submit" of "Executor" has incompatible type "int"; expected "str"  [arg-type]
    Partial(pool.submit, train, 1)(2)


# N[equinox, treeops]: Revealed type is "def (name: str) -> bytes"
# N[jax]: Revealed type is "def (name: str, *, rate: float =) -> bytes"
reveal_type(Partial(run, train, 1, rate=0.5))
# E: Unexpected keyword argument "speed" for "run"  [partial]
Partial(run, train, speed=1)
# N: Revealed type is "def (name: str, *, rate: float =) -> bytes"
reveal_type(Partial(run, Partial(train, 1)))
