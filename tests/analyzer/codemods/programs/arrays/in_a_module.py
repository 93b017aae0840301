# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jax.Array


layer = Layer(jnp.zeros((2, 2)))
layer.weight[0, 1] = 3.0
layer.weight[1] += 1.0
result = layer
