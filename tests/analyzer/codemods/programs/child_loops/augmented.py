# expect: rewritten
import equinox as eqx
import jax


class Model(eqx.Module):
    layers: list[eqx.nn.Linear]


def decay(rate: float) -> Model:
    keys = jax.random.split(jax.random.key(0), 2)
    model = Model([eqx.nn.Linear(2, 2, key=key) for key in keys])
    for layer in model.layers:
        layer.weight *= 1 - rate
    return model


result = decay(0.1)
