# expect: rewritten
import equinox as eqx
import jax
import jax.numpy as jnp


class Block(eqx.Module):
    norm: eqx.nn.LayerNorm
    dense: eqx.nn.Linear


block = Block(eqx.nn.LayerNorm(4), eqx.nn.Linear(4, 4, key=jax.random.key(1)))
block.dense.weight = jnp.eye(4)
block.norm.weight = jnp.full(4, 0.5)
result = block
