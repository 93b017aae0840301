"""A plain function, with arguments bound by place and by name.

Case: testFunctoolsPartialBasic
mypy: checks; of a parameter behind one bound by its name, it compares types
treelint: says that it can be given by name only
"""
from typing import Any, Callable

from equinox import Partial


def decay(step: int, kind: str, period: int = 10) -> float:
    return 0.5


whole = Partial(decay)
whole(1, "cosine", 20)
whole(1, "cosine", period=20)
whole(step=1, kind="cosine", period=20)
# N: Revealed type is "def (step: int, kind: str, period: int =) -> float"
reveal_type(whole)
# E: Missing positional argument "kind" in call to "decay"  [call-arg]
whole(1)
# E: Argument 1 to "decay" has incompatible type "str"; expected "int"  [arg-type]
whole("1", "cosine")


def wants_float(function: Callable[..., float]) -> None: ...
def wants_text(function: Callable[..., str]) -> None: ...


wants_float(whole)
# E: Argument 1 to "wants_text" has incompatible type "Callable[[int, str, int], float]"; expected "Callable[..., str]"  [arg-type]
wants_text(whole)

first = Partial(decay, 1)
# N: Revealed type is "def (kind: str, period: int =) -> float"
reveal_type(first)
first("cosine")
first("cosine", 20)
first("cosine", period=20)
# E: Argument 1 to "decay" has incompatible type "int"; expected "str"  [arg-type]
first(2, 20)
# E: Too many arguments for "decay"  [call-arg]
# E: Argument 1 to "decay" has incompatible type "int"; expected "str"  [arg-type]
# E: Argument 2 to "decay" has incompatible type "str"; expected "int"  [arg-type]
first(1, "cosine", 20)
# E: Unexpected keyword argument "step" for "decay"  [call-arg]
first(step=1, kind="cosine", period=20)

named = Partial(decay, kind="cosine")
# N[equinox, treeops]: Revealed type is "def (step: int, *, period: int =) -> float"
# N[jax]: Revealed type is "def (step: int, *, kind: str =, period: int =) -> float"
reveal_type(named)
named(1)
named(1, period=20)
named(step=1)
# E[equinox, treeops]: Unexpected keyword argument "kind" for "decay"  [call-arg]
named(1, kind="linear", period=20)
# E: Too many positional arguments for "decay": "period" can be given by name only, as "kind" before is bound by its name  [call-arg]
named(1, 20)

# E: Argument 1 to "decay" has incompatible type "str"; expected "int"  [partial]
Partial(decay, "cosine")
# E: Argument "kind" to "decay" has incompatible type "int"; expected "str"  [partial]
Partial(decay, kind=1)
# E: Argument "kind" to "decay" has incompatible type "int"; expected "str"  [partial]
Partial(decay, step=1, kind=2, period=3)
# E[equinox]: Argument 1 to "Partial" has incompatible type "int"; expected "Callable[..., Never]"  [arg-type]
# E[treeops]: No overload variant of "Partial" matches argument type "int"  [call-overload]
# N[treeops]: Possible overload variants:
# N[treeops]:     def [R_co, P] Partial(Callable[P, R_co], /) -> Partial[R_co, P]
# N[treeops]:     def [R_co, P, A] Partial(Callable[[A, **P], R_co], A, /) -> Partial[R_co, P]
# N[treeops]:     def [R_co, P, A, B] Partial(Callable[[A, B, **P], R_co], A, B, /) -> Partial[R_co, P]
# N[treeops]:     def [R_co, P, A, B, C] Partial(Callable[[A, B, C, **P], R_co], A, B, C, /) -> Partial[R_co, P]
# N[treeops]:     def [R_co, P, A, B, C, D] Partial(Callable[[A, B, C, D, **P], R_co], A, B, C, D, /) -> Partial[R_co, P]
# N[treeops]:     def [R_co, P] Partial(Callable[..., R_co], /, *args: Any, **keywords: Any) -> Partial[R_co, [VarArg(Any), KwArg(Any)]]
# E[jax]: "int" not callable  [partial]
Partial(1)
