# expect: withheld (what is taken out of another attribute's tree may be held by somebody)
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


class Pair:
    def __init__(self) -> None:
        self.first = Block([Layer(1.0)], Layer(3.0))
        self.second = Block([Layer(2.0)], Layer(3.0))

    def move(self, layer: Layer) -> None:
        self.first.layers.append(layer)
        self.second.layers.append(self.first.layers.pop())
        self.second.layers[-1].weight = 4.0


pair = Pair()
layer = Layer(9.0)
pair.move(layer)
result = pair.first, pair.second, layer
