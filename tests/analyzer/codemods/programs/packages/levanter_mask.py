# expect: nothing found
# After levanter's layers/attention.py: an older form of a field is brought into the new one.
import equinox as eqx


class Mask(eqx.Module):
    segments: tuple[int, int] | int | None = None

    def __post_init__(self) -> None:
        if self.segments is not None and not isinstance(self.segments, tuple):
            object.__setattr__(self, "segments", (self.segments, self.segments))


result = Mask(3).segments
