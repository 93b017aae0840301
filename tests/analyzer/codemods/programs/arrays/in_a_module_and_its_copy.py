# expect: withheld (the copy has the same array)
import equinox as eqx
import jax
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.weight if x is None else x


layer = Layer(jnp.zeros(2), jnp.ones(2))
other = eqx.tree_at(lambda tree: tree.bias, layer, jnp.zeros(2))
layer.weight[0] = 3.0
result = (layer, other)
