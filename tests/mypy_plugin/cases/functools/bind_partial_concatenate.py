"""ParamSpec behind a parameter of its own: `Callable[Concatenate[int, P], R]`.

Case: testBindPartialConcatenate
mypy: checks
treelint: says which part is missing, or given twice
"""
from typing import Callable, Concatenate, ParamSpec, TypeVar

from equinox import Partial

P = ParamSpec("P")
R = TypeVar("R")


def step_and_kwargs(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, 1, **kwargs)
    return half(*args)


def kwargs_only(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, **kwargs)
    words = ["a"]
    # E: Too few arguments: the args of its ParamSpec are missing  [call-arg]
    # E: Argument 2 has incompatible type "*list[str]"; expected "P.args"  [arg-type]
    half(1, *words)
    # E: Too few arguments: the args of its ParamSpec are missing  [call-arg]
    # E: Argument 2 has incompatible type "int"; expected "P.args"  [arg-type]
    # E: Argument 3 has incompatible type "*list[str]"; expected "P.args"  [arg-type]
    half(1, 2, *words)
    # E: Argument 3 has incompatible type "*list[str]"; expected "P.args"  [arg-type]
    half(1, *args, *words)
    # E: Argument 2 has incompatible type "*list[str]"; expected "P.args"  [arg-type]
    half(1, *words, *args)
    return half(1, *args)


def step_and_args(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, 1, *args)
    named = {"a": "b"}
    # E: Too few arguments: the kwargs of its ParamSpec are missing  [call-arg]
    # E: Argument 1 has incompatible type "**dict[str, str]"; expected "P.kwargs"  [arg-type]
    half(**named)
    return half(**kwargs)


def step_only(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, 1)
    # N: Revealed type is "def (*P.args, **P.kwargs) -> R"
    reveal_type(half)
    return half(*args, **kwargs)


def everything(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    full = Partial(function, 1, *args, **kwargs)
    full()
    # E[equinox, treeops]: Too many arguments: the kwargs of its ParamSpec are bound already  [call-arg]
    return full(**kwargs)


def no_step(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    # E: Argument 1 has incompatible type "*P.args"; expected "int"  [partial]
    half = Partial(function, *args)
    # E: Too many arguments  [call-arg]
    return half(1, **kwargs)


def args_again(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, 1, *args)
    # E: Too few arguments: the kwargs of its ParamSpec are missing  [call-arg]
    half()
    # E: Too many arguments: the args of its ParamSpec are bound already  [call-arg]
    half(*args, **kwargs)
    # E: Too many arguments  [call-arg]
    return half(1, **kwargs)


def step_again(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, 1, **kwargs)
    # E: Too few arguments: the args of its ParamSpec are missing  [call-arg]
    half()
    # E: Argument 1 has incompatible type "int"; expected "P.args"  [arg-type]
    return half(1, *args)


def parts_left_out(function: Callable[Concatenate[int, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    half = Partial(function, 1)
    # E: Too few arguments  [call-arg]
    half()
    # E: Too few arguments  [call-arg]
    half(*args)
    # E: Too few arguments  [call-arg]
    # E: Argument 1 has incompatible type "int"; expected "P.args"  [arg-type]
    half(1, *args)
    # E: Argument 1 has incompatible type "int"; expected "P.args"  [arg-type]
    half(1, **kwargs)
    # E: Too few arguments  [call-arg]
    return half(**kwargs)
