"""A class, or a function that returns its instance.

Case: testFunctoolsPartialUnionOfTypeAndCallable
mypy: is quiet
treelint: the same
"""
from typing import Callable, TypeAlias

from equinox import Partial


class Cell:
    def __init__(self, name: str) -> None: ...


MakesCell: TypeAlias = Callable[..., "Cell"]


def written(make: type[Cell] | Callable[..., "Cell"]) -> None:
    ready = Partial(make)
    # N[equinox]: Revealed type is "equinox._module._prebuilt.Partial[Cell]"
    # N[treeops]: Revealed type is "treeops._partial.Partial[Cell, ...]"
    # N[jax]: Revealed type is "(def (name: str) -> Cell) | (def (*Any, **Any) -> Cell)"
    reveal_type(ready)


def aliased(make: type[Cell] | MakesCell) -> None:
    ready = Partial(make)
    # N[equinox]: Revealed type is "equinox._module._prebuilt.Partial[Cell]"
    # N[treeops]: Revealed type is "treeops._partial.Partial[Cell, ...]"
    # N[jax]: Revealed type is "(def (name: str) -> Cell) | (def (*Any, **Any) -> Cell)"
    reveal_type(ready)
