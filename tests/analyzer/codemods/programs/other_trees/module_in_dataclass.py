# expect: rewritten
import dataclasses
import equinox as eqx
import jax


class Layer(eqx.Module):
    weight: float


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class State:
    model: Layer
    step: int


state = State(Layer(1.0), 0)
state.model.weight = 2.0
state.step += 1
result = state
