import equinox as eqx
import jax

class Model(eqx.Module):
    weight: jax.Array
    layers: list["Model"]
    size: int = eqx.field(static=True)
