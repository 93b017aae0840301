# expect: rewritten
import equinox as eqx
import jax


class Noise(eqx.Module):
    key: jax.Array
    level: float


def draw(noise: Noise) -> tuple[Noise, float]:
    noise.key, sub = jax.random.split(noise.key)
    noise.level = float(jax.random.normal(sub))
    return noise, noise.level


result = draw(Noise(jax.random.PRNGKey(0), 0.0))
