# expect: rewritten
import jax.numpy as jnp


def cumulative(values):
    out = jnp.zeros(4)
    for i in range(4):
        out[i] = values[i] + (out[i - 1] if i else 0.0)
    return out


result = cumulative([1.0, 2.0, 3.0, 4.0])
