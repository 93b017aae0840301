"""TypeVarTuple: the function that is given tells what its arguments are.

Case: testFunctoolsPartialTypeVarTuple
mypy: compares the function that is bound with no arguments, and reports it
treelint: solves the variables first
"""
from typing import Callable, TypeVarTuple, Unpack

from equinox import Partial

Ts = TypeVarTuple("Ts")


def later(run: Callable[[Unpack[Ts]], None], /, *values: Unpack[Ts], queue: str) -> None: ...
def report(step: int, name: str, loss: float) -> None: ...


queued = Partial(later, queue="fast")
queued(report, 1, "train", 0.5)
# E[equinox, treeops]: Unexpected keyword argument "queue" for "later"  [call-arg]
queued(report, 1, "train", 0.5, queue="slow")
# E: Argument 1 to "later" has incompatible type "Callable[[int, str, float], None]"; expected "Callable[[int, str, str], None]"  [arg-type]
queued(report, 1, "train", "0.5")

told = Partial(later, report)
# N: Revealed type is "def (int, str, float, *, queue: str)"
reveal_type(told)
told(1, "train", 0.5, queue="fast")
# E: Argument 3 to "later" has incompatible type "str"; expected "float"  [arg-type]
told(1, "train", "0.5", queue="fast")
some = Partial(later, report, 1, queue="fast")
# N[equinox, treeops]: Revealed type is "def (str, float)"
# N[jax]: Revealed type is "def (str, float, *, queue: str =)"
reveal_type(some)
some("train", 0.5)
# E: Argument 1 to "later" has incompatible type "float"; expected "str"  [arg-type]
# E: Argument 2 to "later" has incompatible type "str"; expected "float"  [arg-type]
some(0.5, "train")
# E: Argument 2 to "later" has incompatible type "str"; expected "int"  [partial]
Partial(later, report, "1")
