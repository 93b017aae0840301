# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp

linear = eqx.nn.Linear(2, 2, key=jax.random.key(0))
with jax.default_matmul_precision("float32"):
    linear.weight = linear.weight @ jnp.zeros((2, 2))
    linear.bias = jnp.ones(2)
result = linear
