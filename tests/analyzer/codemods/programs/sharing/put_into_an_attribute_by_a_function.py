# expect: withheld (a function puts a layer into the trainer's tree, where it changes)
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


def put(block: Block, layer: Layer) -> None:
    block.layers[0] = layer


def run(trainer: Trainer) -> Layer:
    layer = Layer(9.0)
    put(trainer.block, layer)
    trainer.block.layers[0].weight = 4.0
    return layer


trainer = Trainer()
layer = run(trainer)
result = trainer.block, layer
