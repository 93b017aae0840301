# expect: rewritten
import equinox as eqx
import jax.numpy as jnp


class Layer(eqx.Module):
    weight: jnp.ndarray


def run():
    layer = Layer(jnp.ones(2))
    old = layer.weight
    layer.weight = old * 2
    return layer, old


result = run()
