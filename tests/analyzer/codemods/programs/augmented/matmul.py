# expect: rewritten
import equinox as eqx
import jax.numpy as jnp


class Rotation(eqx.Module):
    matrix: jnp.ndarray


rotation = Rotation(jnp.array([[0.0, -1.0], [1.0, 0.0]]))
rotation.matrix @= rotation.matrix
result = rotation
