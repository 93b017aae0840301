# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.weight if x is None else x


class Model(eqx.Module):
    layers: list[Layer]
    params: dict[str, jax.Array]


def shown(value):
    print(value)
    return value


def changed(scale):
    model = Model([Layer(jnp.zeros(2), jnp.ones(2)) for _ in range(2)], {"a": jnp.ones(3)})
    for i in range(2):
        model.layers[i].weight[i] = scale * i
        model.layers[0].bias[i] *= scale
    model.params["a"][shown(1)] = shown(2.0)
    model.layers[1].weight[shown(0)] += shown(3.0)
    return model


result = changed(2.0)
