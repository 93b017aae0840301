"""What is no `def`: a parameter that is a `Callable`, an object with `__call__`.

Case: testFunctoolsPartialCallable
mypy: checks
treelint: the same
"""
from typing import Callable

from equinox import Partial


def over_parameter(loss: Callable[[int, str], float]) -> None:
    ready = Partial(loss, 1)
    # N: Revealed type is "def (str) -> float"
    reveal_type(ready)
    ready("mse")
    # E: Argument 1 has incompatible type "int"; expected "str"  [arg-type]
    ready(2)
    # E: Unexpected keyword argument "step"  [partial]
    Partial(loss, step=1)


class Metric:
    def __call__(self, step: int, name: str) -> float:
        return 0.0


def over_object(metric: Metric) -> None:
    ready = Partial(metric, name="mse")
    # N[equinox, treeops]: Revealed type is "def (step: int) -> float"
    # N[jax]: Revealed type is "def (step: int, *, name: str =) -> float"
    reveal_type(ready)
    ready(1)
    # E: Argument 1 to "__call__" of "Metric" has incompatible type "str"; expected "int"  [arg-type]
    ready("one")
