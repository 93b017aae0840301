# expect: withheld (a method puts one layer into the trainer's tree twice)
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


def run(trainer: Trainer) -> None:
    layer = Layer(9.0)
    trainer.block.put(layer)
    trainer.block.layers[0].weight = 4.0


trainer = Trainer()
run(trainer)
result = trainer.block
