# expect: withheld (a constructor puts in what its caller keeps)
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


class Starter:
    def __init__(self, layer: Layer) -> None:
        self.block = Block([Layer(1.0)], Layer(3.0))
        self.block.layers.append(layer)

    def start(self) -> None:
        self.block.layers[-1].weight = 4.0


layer = Layer(9.0)
starter = Starter(layer)
starter.start()
result = starter.block, layer
