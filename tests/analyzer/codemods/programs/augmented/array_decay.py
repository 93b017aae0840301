# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Model(eqx.Module):
    linear: eqx.nn.Linear
    decay: float


model = Model(eqx.nn.Linear(3, 2, key=jax.random.key(7)), 0.01)
model.linear.weight -= model.decay * model.linear.weight
model.linear.bias += jnp.ones(2)
result = model
