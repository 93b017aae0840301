# expect: withheld (one layer is in the list twice)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


row = [Layer(1.0)] * 2
block = Block([])
block.layers = row
block.layers[0].weight = 5.0
result = block
