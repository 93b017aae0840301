# expect: withheld (a lambda gave out a part)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layers: list[Layer]


state = State([Layer(1.0)])
first = lambda: state.layers[0]
kept = first()
state.layers[0].weight = 5.0
result = kept, state
