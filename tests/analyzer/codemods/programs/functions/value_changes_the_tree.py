# expect: rewritten
import equinox as eqx


class Block(eqx.Module):
    weight: float
    values: list[float]


def take(block: Block) -> float:
    value = block.values[0]
    block.values[0] = value + 1.0
    return value


def run() -> Block:
    block = Block(1.0, [0.5])
    block.weight += take(block)
    block.weight = block.weight * take(block)
    return block


result = run()
