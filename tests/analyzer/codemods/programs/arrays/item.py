# expect: rewritten
import jax.numpy as jnp

x = jnp.zeros(4)
x[0] = 1.0
x[-1] = 2.0
result = x
