# expect: withheld (the default of a parameter is a part of the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


block = Block([Layer(1.0)])
first = lambda layer=block.layers[0]: layer.weight
second = lambda *, whole=block: whole.layers[0].weight
block.layers[0].weight = 7.0
result = first(), second()
