# expect: rewritten
import equinox as eqx
import jax


class Model(eqx.Module):
    layers: list[eqx.nn.Linear]


def init(key: jax.Array) -> Model:
    model = Model([eqx.nn.Linear(2, 2, key=key), eqx.nn.Linear(2, 2, key=key)])
    for layer in model.layers:
        key, sub = jax.random.split(key)
        layer.weight = jax.random.normal(sub, layer.weight.shape)
    return model


result = [layer.weight for layer in init(jax.random.PRNGKey(3)).layers]
