# expect: withheld (a bound method holds the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def read(self) -> float:
        return self.weight


layer = Layer(1.0)
read = layer.read
layer.weight = 2.0
result = read()
