# expect: nothing found
# After brax 0.14.2, brax/training/types.py: a frozen tree casts its fields as it is made.
import flax.struct
import jax.numpy as jnp


@flax.struct.dataclass
class Wide:
    high: int
    low: int

    def __post_init__(self) -> None:
        if isinstance(self.high, int):
            object.__setattr__(self, "high", jnp.uint32(self.high))
        if isinstance(self.low, int):
            object.__setattr__(self, "low", jnp.uint32(self.low))


result = int(Wide(0, 7).low)
