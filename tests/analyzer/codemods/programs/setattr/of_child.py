# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Model(eqx.Module):
    layers: list[eqx.nn.Linear]


model = Model([eqx.nn.Linear(2, 2, key=jax.random.key(0))])
setattr(model.layers[0], "weight", jnp.eye(2))
setattr(model.layers[0], "bias", model.layers[0].weight[0])
result = model
