# expect: withheld (the index is the variable of a loop that comes later)
# raises: UnboundLocalError
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]


def run(block: Block) -> None:
    try:
        block.layers[0], block.layers[1] = block.layers[1], Layer(1.0)
        print(block.layers[m])
    finally:
        print(block.layers[1].weight)
    for m in block.layers:
        m.weight += 2.0


run(Block([Layer(1.0), Layer(2.0)]))
result = 0
