"""Classes, and parameters that are classes.

Case: testFunctoolsPartialType
mypy: checks
treelint: the same
"""
from equinox import Partial


class Layer:
    def __init__(self, width: int, name: str) -> None: ...


wide = Partial(Layer, 64)
# N: Revealed type is "def (name: str) -> Layer"
reveal_type(wide)
# N: Revealed type is "Layer"
reveal_type(wide("hidden"))
# E: Argument 1 to "Layer" has incompatible type "int"; expected "str"  [arg-type]
wide(1)
# E: Unexpected keyword argument "depth" for "Layer"  [call-arg]
wide(depth=1)


def of(layer: type[Layer]) -> None:
    made = Partial(layer, 64)
    # N: Revealed type is "def (name: str) -> Layer"
    reveal_type(made)
    made("hidden")
    # E: Argument 1 to "Layer" has incompatible type "int"; expected "str"  [arg-type]
    made(1)
    # E: Unexpected keyword argument "depth" for "Layer"  [call-arg]
    made(depth=1)
