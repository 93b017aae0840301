# expect: rewritten
import jax.numpy as jnp

counts = jnp.zeros(3)
counts[1] += 2.0
counts[0] -= 1.0
counts[1] *= 3.0
result = counts
