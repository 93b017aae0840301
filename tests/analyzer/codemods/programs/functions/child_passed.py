# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Model(eqx.Module):
    layers: list[eqx.nn.Linear]


def init_weights(layer: eqx.nn.Linear) -> None:
    layer.weight = jnp.zeros_like(layer.weight)


def build() -> Model:
    keys = jax.random.split(jax.random.key(0), 2)
    model = Model([eqx.nn.Linear(2, 2, key=key) for key in keys])
    for layer in model.layers:
        init_weights(layer)
    return model


result = [layer.weight for layer in build().layers]
