# expect: withheld (an iterator gave out a part)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layers: list[Layer]


state = State([Layer(1.0), Layer(2.0)])
waiting = iter(state.layers)
head, *tail = state.layers
kept = next(waiting)
state.layers[0].weight = 5.0
state.layers[1].weight = 6.0
result = kept, next(waiting), head, tail
