# expect: rewritten
import flax


@flax.struct.dataclass
class TrainState:
    step: int
    params: dict[str, float]


state = TrainState(0, {"w": 1.0})
state.step = state.step + 1
state.params["w"] -= 0.5
result = state
