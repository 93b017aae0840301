# expect: rewritten
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
add(block, layer)
add(block, Layer(2.0))
block.put(Layer(3.0))
block.layers[0].weight = 4.0
result = block
