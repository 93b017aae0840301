# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer


class Trainer:
    def __init__(self) -> None:
        self.block = Block([Layer(1.0), Layer(2.0)], Layer(3.0))


def run(trainer: Trainer, count: int) -> None:
    for index in range(count):
        trainer.block.layers[index] = Layer(9.0)
    trainer.block.layers.append(trainer.block.layers.pop(0))
    trainer.block.layers[-1].weight += 4.0


trainer = Trainer()
run(trainer, 2)
result = trainer.block
