# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp

linear = eqx.nn.Linear(2, 3, use_bias=False, key=jax.random.key(0))
linear.bias = jnp.zeros(3)
result = linear.bias, linear.weight
