# expect: withheld (the old value is read before the call changes it)
import equinox as eqx


class Block(eqx.Module):
    weight: float
    scale: float = 1.0


def take(block: Block) -> float:
    object.__setattr__(block, "weight", 5.0)
    block.scale += 1.0
    return block.weight


def run() -> Block:
    block = Block(1.0)
    block.weight += take(block)
    return block


result = run()
