# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp

linear = eqx.nn.Linear(2, 3, key=jax.random.key(0))
linear.weight = jnp.zeros((3, 2))
linear.bias = jnp.ones(3)
print(linear(jnp.ones(2)))
result = linear
