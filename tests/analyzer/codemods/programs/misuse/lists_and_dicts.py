# expect: nothing found
import jax.numpy as jnp
import numpy as np

params = {"w": jnp.ones(2), "b": jnp.zeros(2)}
params["w"] = params["w"] * 2
host = np.zeros(3)
host[0] = 1.0
losses = []
losses.append(float(params["w"].sum()))
result = params, host, losses
