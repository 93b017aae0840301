# expect: withheld (each object has the same array)
import equinox as eqx
import jax
import jax.numpy as jnp

START = jnp.zeros(2)


class Layer(eqx.Module):
    weight: jax.Array

    def __init__(self):
        self.weight = START


layer = Layer()
layer.weight[0] = 3.0
result = (layer, Layer())
