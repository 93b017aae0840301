# expect: withheld (a function gave out a part)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layers: list[Layer]

    def last(self) -> Layer:
        return self.layers[-1]


def first(state: State) -> Layer:
    return state.layers[0]


state = State([Layer(1.0), Layer(2.0)])
kept = [first(state), state.last()]
state.layers[0].weight = 5.0
state.layers[1].weight = 6.0
result = kept, state
