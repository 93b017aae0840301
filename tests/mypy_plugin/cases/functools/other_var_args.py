"""ParamSpec, and a tuple of known length before its `*args`.

Case: testOtherVarArgs
mypy: checks
treelint: says which part is missing
"""
from typing import Callable, Concatenate, ParamSpec, TypeVar

from equinox import Partial

P = ParamSpec("P")
R = TypeVar("R")


def run(function: Callable[Concatenate[int, str, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, **kwargs)
    prefix: tuple[int, str] = (1, "a")
    # E: Too few arguments: the args of its ParamSpec are missing  [call-arg]
    half(*prefix)
    # E: Argument 1 has incompatible type "*P.args"; expected "int"  [arg-type]
    # E: Argument 1 has incompatible type "*P.args"; expected "str"  [arg-type]
    # E: Argument 2 has incompatible type "*tuple[int, str]"; expected "P.args"  [arg-type]
    half(*args, *prefix)
    return half(*prefix, *args)
