# expect: withheld (the old value is read before the call changes it)
import equinox as eqx


class Block(eqx.Module):
    weight: float


def take(block: Block) -> float:
    block.weight += 1.0
    return block.weight


def run() -> Block:
    block = Block(1.0)
    block.weight += take(block)
    return block


result = run()
