# expect: withheld (each new object is converted again)
import dataclasses
import jax


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class Scaled:
    value: float
    other: float = 0.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", self.value * 2)


scaled = Scaled(1.0)
scaled.other = 5.0
result = scaled
