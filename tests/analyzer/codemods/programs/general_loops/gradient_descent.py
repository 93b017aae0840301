# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Line(eqx.Module):
    slope: jax.Array
    offset: jax.Array


def loss(line: Line, x: jax.Array, y: jax.Array) -> jax.Array:
    return jnp.mean((line.slope * x + line.offset - y) ** 2)


def fit(steps: int) -> Line:
    line = Line(jnp.array(0.0), jnp.array(0.0))
    x = jnp.arange(3.0)
    for _ in range(steps):
        grads = jax.grad(loss)(line, x, 2 * x + 1)
        line.slope -= 0.1 * grads.slope
        line.offset -= 0.1 * grads.offset
    return line


result = fit(3)
