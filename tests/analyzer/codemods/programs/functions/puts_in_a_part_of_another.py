# expect: withheld (what is put into the tree is a part of another)
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
other = Block([Layer(1.0)])
add(block, other.layers[0])
block.layers[0].weight = 3.0
result = block, other
