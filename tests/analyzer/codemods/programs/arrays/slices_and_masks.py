# expect: rewritten
import jax.numpy as jnp

grid = jnp.arange(9.0).reshape(3, 3)
grid[0] = 0.0
grid[:, 1] = jnp.ones(3)
grid[grid > 5.0] = 5.0
result = grid
