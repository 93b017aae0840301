# expect: withheld (the layer that is put into a tree in a list changes there)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer

    def put(self, layer: Layer) -> None:
        self.best = layer
        self.layers[0] = layer


class Trainer:
    def __init__(self) -> None:
        self.block = Block([Layer(1.0), Layer(2.0)], Layer(3.0))


def run() -> tuple[list[Block], Layer]:
    blocks = [Block([Layer(1.0), Layer(2.0)], Layer(3.0))]
    layer = Layer(9.0)
    blocks[0].layers[0] = layer
    blocks[0].layers[0].weight = 4.0
    return blocks, layer


result = run()
