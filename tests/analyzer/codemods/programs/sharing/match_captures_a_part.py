# expect: withheld (a pattern gave out a part)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layers: list[Layer]


def run() -> tuple[State, Layer]:
    state = State([Layer(1.0), Layer(2.0)])
    match state.layers:
        case [first, *_]:
            kept = first
    state.layers[0].weight = 5.0
    return state, kept


result = run()
