# expect: withheld (a `with` gave out a part)
import contextlib

import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layer: Layer


def run() -> tuple[State, Layer]:
    state = State(Layer(1.0))
    with contextlib.nullcontext(state.layer) as kept:
        state.layer.weight = 5.0
    return state, kept


result = run()
