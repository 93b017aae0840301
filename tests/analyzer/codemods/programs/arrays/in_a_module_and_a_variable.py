# expect: withheld (`w` is the same array)
import equinox as eqx
import jax
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.weight if x is None else x


w = jnp.zeros(2)
layer = Layer(w, jnp.ones(2))
layer.weight[0] = 3.0
result = (layer, w)
