# expect: withheld (a walrus gave out a part)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layer: Layer


def run() -> tuple[State, Layer]:
    state = State(Layer(1.0))
    print((kept := state.layer).weight)
    state.layer.weight = 5.0
    return state, kept


result = run()
