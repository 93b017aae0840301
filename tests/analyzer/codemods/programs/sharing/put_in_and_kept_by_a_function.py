# expect: withheld (a function keeps what it puts into the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer


KEPT: list[Layer] = []


def put(block: Block, layer: Layer) -> None:
    block.best = layer
    KEPT.append(layer)


block = Block([], Layer(1.0))
put(block, Layer(9.0))
block.best.weight = 4.0
result = block, KEPT
