# expect: rewritten
import jax.numpy as jnp
from typing import NamedTuple


class Carry(NamedTuple):
    position: jnp.ndarray
    steps: int = 0


def roll(count: int) -> Carry:
    carry = Carry(jnp.zeros(2))
    for _ in range(count):
        carry.position = carry.position + 1.0
        carry.steps += 1
    return carry


result = roll(3)
