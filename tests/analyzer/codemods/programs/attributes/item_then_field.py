# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Network(eqx.Module):
    layers: list[eqx.nn.Linear]


keys = jax.random.split(jax.random.key(0), 3)
model = Network([eqx.nn.Linear(2, 2, key=key) for key in keys])
model.layers[0].weight = jnp.eye(2)
model.layers[-1].bias = jnp.zeros(2)
result = model
