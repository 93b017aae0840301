# expect: rewritten
from typing import NamedTuple


class State(NamedTuple):
    step: int
    loss: float


state = State(0, 1.0)
state.step += 1
state.loss = 0.5
result = state
