# expect: withheld (a function inside gave out a part)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layer: Layer


def run() -> tuple[State, list[Layer]]:
    state = State(Layer(1.0))

    def current() -> Layer:
        return state.layer

    kept = [current()]
    state.layer.weight = 5.0
    return state, kept


result = run()
