# expect: rewritten
import equinox as eqx


class Ratio(eqx.Module):
    top: float
    bottom: float
    value: float = 0.0

    def __post_init__(self) -> None:
        self.value = self.top / self.bottom


ratio = Ratio(1.0, 2.0)
ratio.top = 3.0
result = ratio
