# expect: withheld (one layer is in the list twice)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


block = Block([Layer(1.0)])
block.layers *= 2
block.layers[0].weight = 5.0
other = Block([Layer(1.0)])
other.layers.__imul__(2)
other.layers[0].weight = 5.0
result = block, other
