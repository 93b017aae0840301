# expect: withheld (setattr, and methods called by their types, put the tree elsewhere)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    best: Layer | None = None


class Holder:
    pass


holder = Holder()
kept: list[Layer] = []
by_name: dict[str, Layer] = {}
one, two, three = Layer(1.0), Layer(2.0), Layer(3.0)
setattr(holder, "layer", one)
list.append(kept, two)
dict.__setitem__(by_name, "a", three)
one.weight = 5.0
two.weight = 6.0
three.weight = 7.0
result = holder, kept, by_name
