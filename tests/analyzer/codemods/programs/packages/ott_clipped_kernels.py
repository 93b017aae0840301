# expect: nothing found
# After ott-jax 0.6.0, ott/neural/methods/neuraldual.py: parameters in plain dicts, which nobody froze.
import jax.numpy as jnp


def clipped(params: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    for layer in params:
        params[layer]["kernel"] = float(jnp.clip(params[layer]["kernel"], 0.0))
    return params


result = clipped({"w": {"kernel": -1.0, "bias": 2.0}})
