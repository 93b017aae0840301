"""`*args` and `**kwargs`: of the function, of the binding, and of the call.

Case: testFunctoolsPartialStar
mypy: checks
treelint: the same; a list whose items do not fit all that is left may be short, and is let pass
"""
from equinox import Partial


def log(level: int, text: str, *values: int, sink: str, **options: int) -> bool:
    return True


some = Partial(log, 1, sink="file", depth=9)
# N[equinox, treeops]: Revealed type is "def (text: str, *values: int, **options: int) -> bool"
# N[jax]: Revealed type is "def (text: str, *values: int, sink: str =, **options: int) -> bool"
reveal_type(some)
some("loss", 2, 3, 4)
# E[equinox, treeops]: Argument "sink" to "log" has incompatible type "str"; expected "int"  [arg-type]
some("loss", 2, 3, 4, sink="stream")
# E: Argument 5 to "log" has incompatible type "str"; expected "int"  [arg-type]
some("loss", 2, 3, 4, "5")
# E: Argument "width" to "log" has incompatible type "str"; expected "int"  [arg-type]
some("loss", 2, 3, 4, width="wide")

most = Partial(log, 1, "loss")
# N: Revealed type is "def (*values: int, sink: str, **options: int) -> bool"
reveal_type(most)
most(2, 3, 4, sink="file")
# E: Missing named argument "sink" for "log"  [call-arg]
# E: Argument 1 to "log" has incompatible type "str"; expected "int"  [arg-type]
most("2")
# E: Missing named argument "sink" for "log"  [call-arg]
most(2, 3, 4)

# E: Argument 3 to "log" has incompatible type "str"; expected "int"  [partial]
# E: Argument 4 to "log" has incompatible type "str"; expected "int"  [partial]
Partial(log, 1, "loss", "2", "3", sink="file")


def spread(*raw: bytes, **options: int) -> None:
    # E[jax]: Argument 5 to "log" has incompatible type "**dict[str, int]"; expected "str"  [arg-type]
    some("loss", 2, 3, 4, **options)
    # E[jax]: Argument 2 to "log" has incompatible type "**dict[str, int]"; expected "str"  [arg-type]
    some("loss", **options)
    # E: Argument 1 to "log" has incompatible type "**dict[str, int]"; expected "str"  [arg-type]
    some(**options)
    # E: Argument 1 to "log" has incompatible type "*tuple[bytes, ...]"; expected "str"  [arg-type]
    # E: Argument 1 to "log" has incompatible type "*tuple[bytes, ...]"; expected "int"  [arg-type]
    some(*raw)


def add(left: int, right: int) -> int:
    return left + right


def of_any_length(numbers: list[int], pair: tuple[int, int], words: list[str]) -> None:
    full = Partial(add, *numbers)
    full()
    # E: Too many arguments for "add"  [call-arg]
    full(1)
    fixed = Partial(add, *pair)
    # N: Revealed type is "def () -> int"
    reveal_type(fixed)
    # E: Too many arguments for "add"  [call-arg]
    fixed(1)
    # E: Too many arguments for "add"  [partial]
    Partial(add, *pair, 3)
    Partial(add, *words)("x")
