# expect: withheld (`get` gave out a part)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class State(eqx.Module):
    layers: dict[str, Layer]


state = State({"a": Layer(1.0)})
kept = state.layers.get("a")
values = list(state.layers.values())
state.layers["a"].weight = 5.0
result = kept, values, state
