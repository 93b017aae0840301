# expect: withheld (the sum of lists has the layers of the tree, and so has a new class)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


block = Block([Layer(1.0)])
layers = sum([block.layers, [Layer(2.0)]], [])
Kept = type("Kept", (), {"layers": block.layers})
block.layers[0].weight = 5.0
result = layers, Kept.layers
