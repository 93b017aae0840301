# expect: withheld (new containers, but the leaves may be shared)
import equinox as eqx
import jax


class Layer(eqx.Module):
    weight: list[float]


class State(eqx.Module):
    layer: Layer


def run() -> tuple[State, State]:
    state = State(Layer([1.0]))
    other = jax.tree_util.tree_map(lambda x: x, state)
    other.layer.weight[0] = 5.0
    other.layer.weight.append(6.0)
    return state, other


result = run()
