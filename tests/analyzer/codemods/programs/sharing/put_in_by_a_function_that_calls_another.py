# expect: withheld (of two functions each puts the layer at a place)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer


def put_last(block: Block, layer: Layer) -> None:
    block.layers.append(layer)


def put(block: Block, layer: Layer) -> None:
    block.best = layer
    put_last(block, layer)


block = Block([], Layer(1.0))
put(block, Layer(9.0))
block.layers[0].weight = 4.0
result = block
