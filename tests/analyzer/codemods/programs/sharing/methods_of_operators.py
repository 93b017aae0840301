# expect: withheld (methods behind operators give parts of the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]


block = Block([Layer(1.0)])
going = block.layers.__iter__()
block.layers[0].weight = 5.0
other = Block([Layer(1.0)])
first = other.layers.__getitem__(0)
other.layers[0].weight = 6.0
result = next(going), first
