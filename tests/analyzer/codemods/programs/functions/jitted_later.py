# expect: withheld (the function is passed on)
import equinox as eqx
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jnp.ndarray


def step(layer: Layer, by: float) -> Layer:
    object.__setattr__(layer, "weight", layer.weight + by)
    return layer


fast = eqx.filter_jit(step)
layer = Layer(jnp.zeros(2))
other = fast(layer, 1.0)
again = step(layer, 2.0)
result = layer.weight.shape, other.weight, again.weight
