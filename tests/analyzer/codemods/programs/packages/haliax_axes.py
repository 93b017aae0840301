# expect: nothing found
# After haliax 1.3, haliax/core.py: axes become a tuple as the array is made.
import dataclasses

import jax


@jax.tree_util.register_pytree_node_class
@dataclasses.dataclass(frozen=True)
class Named:
    array: float
    axes: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "axes", tuple(self.axes))

    def tree_flatten(self) -> tuple[tuple[float], tuple[str, ...]]:
        return (self.array,), self.axes

    @classmethod
    def tree_unflatten(cls, axes: tuple[str, ...], leaves: tuple[float]) -> "Named":
        return cls(*leaves, axes)


result = Named(1.0, ["x"]).axes
