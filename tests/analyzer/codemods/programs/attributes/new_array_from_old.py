# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp

model = eqx.nn.MLP(2, 1, width_size=4, depth=1, key=jax.random.key(0))
model.layers[0].weight = model.layers[0].weight * 0.1
model.layers[1].bias = jnp.zeros_like(model.layers[1].bias)
result = model(jnp.ones(2)), model.layers[0].weight
