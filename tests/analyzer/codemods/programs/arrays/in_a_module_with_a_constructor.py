# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jax.Array
    size: int

    def __init__(self, size: int):
        self.weight = jnp.zeros(size)
        self.size = size - 1


layer = Layer(3)
size = layer.size
layer.weight[0] = 3.0
layer.weight[size] = 2.0
total = layer.weight.sum()
layer.weight[1] = total
print(total, size)
result = layer
