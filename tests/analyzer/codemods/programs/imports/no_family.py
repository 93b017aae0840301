# expect: rewritten
from typing import NamedTuple

import jax.numpy as jnp


class Params(NamedTuple):
    w: list[float]
    b: float


params = Params([1.0], 0.0)
params.w[0] = 3.0
params.b = float(jnp.sum(jnp.ones(2)))
result = params
