# expect: nothing found
# After jaxley 0.14.0, tests/test_make_trainable.py: arrays in a list of dicts are replaced by updates.
import jax.numpy as jnp

params = [{"radius": jnp.ones(3)}, {"gNa": jnp.zeros(2)}]
params[0]["radius"] = params[0]["radius"].at[:].set(2.5)
params[1]["gNa"] = params[1]["gNa"].at[0].set(0.5)
result = [float(params[0]["radius"].sum()), float(params[1]["gNa"].sum())]
