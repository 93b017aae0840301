# expect: withheld (what goes into the tree has another name, too)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


layer = Layer(1.0)
kept = [layer]
block = Block([])
block.best = layer
block.best.weight = 5.0
other = Block([Layer(2.0)])
layers = other.layers
block.layers = other.layers
block.layers[0].weight = 6.0
result = kept, layers, block
