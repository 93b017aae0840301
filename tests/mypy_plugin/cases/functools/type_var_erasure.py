"""Type variables of the function that nothing tells as yet, and those of an outer function.

Case: testFunctoolsPartialTypeVarErasure
mypy: erases the variables to `Any`
treelint: keeps them, and compares the parameters
"""
from typing import Callable, ParamSpec, TypeVar, TypeVarTuple, Unpack

from equinox import Partial

Nc = TypeVar("Nc", int, str)
Nb = TypeVar("Nb", bound=int | str)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")


def runs(function: Callable[[int], int]) -> None: ...
def decorates(
    function: Callable[[Callable[[int], None]], Callable[[int], None]],
) -> None: ...


def bounded(value: Nb, text: str) -> Nb:
    return value


def chosen(value: Nc, text: str) -> Nc:
    return value


def wrapping(function: Callable[P, Nc], text: str) -> Callable[P, Nc]:
    return function


def unpacking(function: Callable[[Unpack[Ts]], Nc], text: str) -> Callable[[Unpack[Ts]], Nc]:
    return function


# N[equinox, treeops]: Revealed type is "def [Nb <: int | str] (value: Nb) -> Nb"
# N[jax]: Revealed type is "def [Nb <: int | str] (value: Nb, *, text: str =) -> Nb"
reveal_type(Partial(bounded, text=""))
# N[equinox, treeops]: Revealed type is "def [Nc in (int, str)] (value: Nc) -> Nc"
# N[jax]: Revealed type is "def [Nc in (int, str)] (value: Nc, *, text: str =) -> Nc"
reveal_type(Partial(chosen, text=""))
# N[equinox, treeops]: Revealed type is "def [P, Nc in (int, str)] (function: def (*P.args, **P.kwargs) -> Nc) -> def (*P.args, **P.kwargs) -> Nc"
# N[jax]: Revealed type is "def [P, Nc in (int, str)] (function: def (*P.args, **P.kwargs) -> Nc, *, text: str =) -> def (*P.args, **P.kwargs) -> Nc"
reveal_type(Partial(wrapping, text=""))
# N[equinox, treeops]: Revealed type is "def [Ts, Nc in (int, str)] (function: def (*args: *Ts) -> Nc) -> def (*args: *Ts) -> Nc"
# N[jax]: Revealed type is "def [Ts, Nc in (int, str)] (function: def (*args: *Ts) -> Nc, *, text: str =) -> def (*args: *Ts) -> Nc"
reveal_type(Partial(unpacking, text=""))

runs(Partial(bounded, text=""))
# E[equinox, treeops]: Argument 1 to "decorates" has incompatible type "Callable[[Nb], Nb]"; expected "Callable[[Callable[[int], None]], Callable[[int], None]]"  [arg-type]
# E[jax]: Argument 1 to "decorates" has incompatible type "def [Nb: int | str] bounded(value: Nb, *, text: str = ...) -> Nb"; expected "Callable[[Callable[[int], None]], Callable[[int], None]]"  [arg-type]
decorates(Partial(bounded, text=""))
runs(Partial(chosen, text=""))
# E[equinox, treeops]: Argument 1 to "decorates" has incompatible type "Callable[[Nc], Nc]"; expected "Callable[[Callable[[int], None]], Callable[[int], None]]"  [arg-type]
# E[jax]: Argument 1 to "decorates" has incompatible type "def [Nc: (int, str)] chosen(value: Nc, *, text: str = ...) -> Nc"; expected "Callable[[Callable[[int], None]], Callable[[int], None]]"  [arg-type]
decorates(Partial(chosen, text=""))
# E[equinox, treeops]: Argument 1 to "runs" has incompatible type "Callable[[Callable[P, Nc]], Callable[P, Nc]]"; expected "Callable[[int], int]"  [arg-type]
# E[jax]: Argument 1 to "runs" has incompatible type "def [P, Nc: (int, str)] wrapping(function: Callable[P, Nc], *, text: str = ...) -> Callable[P, Nc]"; expected "Callable[[int], int]"  [arg-type]
runs(Partial(wrapping, text=""))
# E[equinox, treeops]: Argument 1 to "runs" has incompatible type "Callable[[def (*args: *Ts) -> Nc], def (*args: *Ts) -> Nc]"; expected "Callable[[int], int]"  [arg-type]
# E[jax]: Argument 1 to "runs" has incompatible type "def [Ts, Nc: (int, str)] unpacking(function: def (*args: *Ts) -> Nc, *, text: str = ...) -> def (*args: *Ts) -> Nc"; expected "Callable[[int], int]"  [arg-type]
runs(Partial(unpacking, text=""))


def outer_bound(value: Nb) -> None:
    def inner(value: Nb, text: str) -> Nb:
        return value

    # N[equinox, treeops]: Revealed type is "def (value: Nb) -> Nb"
    # N[jax]: Revealed type is "def (value: Nb, *, text: str =) -> Nb"
    reveal_type(Partial(inner, text=""))
    # E[equinox, treeops]: Argument 1 to "runs" has incompatible type "Callable[[Nb], Nb]"; expected "Callable[[int], int]"  [arg-type]
    # E[jax]: Argument 1 to "runs" has incompatible type "def inner(value: Nb, *, text: str = ...) -> Nb"; expected "Callable[[int], int]"  [arg-type]
    runs(Partial(inner, text=""))


def outer_values(value: Nc) -> None:
    def inner(value: Nc, text: str) -> Nc:
        return value

    # E[equinox, treeops]: Argument 1 to "runs" has incompatible type "Callable[[str], str]"; expected "Callable[[int], int]"  [arg-type]
    # E[jax]: Argument 1 to "runs" has incompatible type "def inner(value: str, *, text: str = ...) -> str"; expected "Callable[[int], int]"  [arg-type]
    runs(Partial(inner, text=""))
