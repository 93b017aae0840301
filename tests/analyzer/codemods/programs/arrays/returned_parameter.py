# expect: rewritten
import jax
import jax.numpy as jnp


def clip_first(x: jax.Array, low: float) -> jax.Array:
    x[0] = jnp.maximum(x[0], low)
    return x


scores = jnp.array([-1.0, 2.0])
scores = clip_first(scores, 0.0)
result = scores
