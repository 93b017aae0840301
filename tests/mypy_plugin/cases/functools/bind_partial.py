"""ParamSpec: `*args` and `**kwargs` are bound together, or one before the other.

Case: testBindPartial
mypy: checks
treelint: says which part is missing, or given twice
"""
from typing import Callable, ParamSpec, TypeVar

from equinox import Partial

P = ParamSpec("P")
R = TypeVar("R")


def kwargs_first(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, **kwargs)
    return half(*args)


def args_first(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, *args)
    return half(**kwargs)


def both_at_once(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    full = Partial(function, *args, **kwargs)
    # N: Revealed type is "R"
    reveal_type(full())
    return full()


def one_by_one(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return Partial(Partial(function, *args), **kwargs)()


def neither(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Callable[P, R]:
    whole = Partial(function)
    # N: Revealed type is "def (*P.args, **P.kwargs) -> R"
    reveal_type(whole)
    whole(*args, **kwargs)
    return whole


def kwargs_again(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    full = Partial(function, *args, **kwargs)
    # E[equinox, treeops]: Too many arguments: the kwargs of its ParamSpec are bound already  [call-arg]
    return full(**kwargs)


def args_again(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    full = Partial(function, *args, **kwargs)
    # E: Too many arguments: the args of its ParamSpec are bound already  [call-arg]
    return full(*args)


def without_args(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, **kwargs)
    # E: Too few arguments: the args of its ParamSpec are missing  [call-arg]
    # E[equinox, treeops]: Too many arguments: the kwargs of its ParamSpec are bound already  [call-arg]
    return half(**kwargs)


def without_kwargs(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, *args)
    # E: Too few arguments: the kwargs of its ParamSpec are missing  [call-arg]
    return half()
