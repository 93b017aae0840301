# expect: nothing found
# After diffrax 0.7.2, diffrax/_solver/runge_kutta.py: a frozen dataclass, no tree, works out fields.
import dataclasses


@dataclasses.dataclass(frozen=True)
class Tableau:
    weights: tuple[float, ...]
    diagonal: tuple[float, ...] | None = None
    is_implicit: bool = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_implicit", self.diagonal is not None)


result = Tableau((0.5, 0.5)).is_implicit
