# expect: withheld (the tree is a key of a dict)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


layer = Layer(1.0)
counts: dict[Layer, int] = {}
counts[layer] = 1
layer.weight = 5.0
result = list(counts)
