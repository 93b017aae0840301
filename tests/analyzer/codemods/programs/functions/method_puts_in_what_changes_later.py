# expect: withheld (what the method puts into the tree is changed afterwards)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]

    def put(self, layer: Layer) -> None:
        self.layers.append(layer)


def add(block: Block, layer: Layer) -> None:
    block.layers.append(layer)


block = Block([])
layer = Layer(1.0)
block.put(layer)
layer.weight = 3.0
result = block
