# expect: withheld (a function puts what it is given at two places)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer


def put(block: Block, layer: Layer) -> None:
    block.layers += [layer, layer]


block = Block([], Layer(1.0))
put(block, Layer(9.0))
block.layers[0].weight = 4.0
result = block
