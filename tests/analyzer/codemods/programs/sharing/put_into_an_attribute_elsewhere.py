# expect: withheld (another function puts a layer into the trainer's tree)
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


def put(trainer: Trainer, layer: Layer) -> None:
    trainer.block.layers.append(layer)


def run(trainer: Trainer) -> None:
    trainer.block.layers[-1].weight = 4.0


trainer = Trainer()
layer = Layer(9.0)
put(trainer, layer)
run(trainer)
result = trainer.block, layer
