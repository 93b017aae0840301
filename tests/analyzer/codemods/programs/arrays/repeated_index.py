# expect: rewritten
import jax.numpy as jnp

histogram = jnp.zeros(3)
places = jnp.array([1, 1, 2])
histogram[places] += 1.0
result = histogram
