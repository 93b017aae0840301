# expect: nothing found
# After torax 1.4.3, torax/_src/geometry/standard_geometry.py: signs are put right as it is made.
import dataclasses


@dataclasses.dataclass(frozen=True)
class Geometry:
    flux: tuple[float, ...]
    volume: float

    def __post_init__(self) -> None:
        if self.flux[-1] < self.flux[0]:
            object.__setattr__(self, "flux", tuple(-value for value in self.flux))
        object.__setattr__(self, "volume", abs(self.volume))


result = Geometry((2.0, 1.0), -3.0)
