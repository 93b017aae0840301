# expect: rewritten
import equinox as eqx
import jax.numpy as jnp


class Stats(eqx.Module):
    value: jnp.ndarray
    low: float


stats = Stats(jnp.zeros(2), 0.0)
for value in (1.0, float("nan")):
    stats.value = jnp.array([value, 1.0])
    stats.low = min(value, stats.low)
result = stats
