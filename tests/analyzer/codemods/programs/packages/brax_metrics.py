# expect: rewritten
# After brax 0.14.2, brax/envs/ant.py: the step of an environment fills in the metrics.
from flax import struct


@struct.dataclass
class State:
    position: float
    metrics: dict[str, float]


def step(state: State, action: float) -> State:
    position = state.position + action
    state.metrics.update(forward=action, position=position)
    return state.replace(position=position)


first = State(0.0, {"forward": 0.0, "position": 0.0})
second = step(first, 0.5)
result = second.metrics["position"], first.metrics["position"]
