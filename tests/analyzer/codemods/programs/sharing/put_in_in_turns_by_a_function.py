# expect: withheld (a function puts what it is given at each place)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer


def fill(block: Block, layer: Layer) -> None:
    for index in range(len(block.layers)):
        block.layers[index] = layer


block = Block([Layer(1.0), Layer(2.0)], Layer(1.0))
fill(block, Layer(9.0))
block.layers[0].weight = 4.0
result = block
