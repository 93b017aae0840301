# expect: rewritten
import chex
import dataclasses
import jax


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class State:
    step: int
    seen: list[int]


@chex.dataclass(frozen=True)
class Carry:
    state: State
    rate: float = 0.5


def run(count: int) -> Carry:
    carry = Carry(state=State(0, []))
    for i in range(count):
        carry.state.seen.append(i)
        carry.state.step += 1
        carry.rate /= 2
        carry.state.seen[0] = carry.state.step
    return carry


result = run(3)
