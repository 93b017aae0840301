# expect: withheld (what setattr puts into the tree is changed afterwards)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


block = Block([Layer(1.0)])
layer, other = Layer(3.0), Layer(4.0)
setattr(block, "best", layer)
object.__setattr__(block, "layers", [other])
layer.weight = 7.0
other.weight = 8.0
result = block
