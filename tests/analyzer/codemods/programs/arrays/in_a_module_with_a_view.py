# expect: withheld (a row is a view)
import equinox as eqx
import jax
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.weight if x is None else x


layer = Layer(jnp.zeros((2, 2)), jnp.ones(2))
row = layer.weight
layer.weight[0, 1] = 3.0
result = (layer, row)
