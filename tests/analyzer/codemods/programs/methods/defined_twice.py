# expect: withheld (there are two methods of this name)
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def step(self) -> None:
        self.weight += 1.0

    def step(self) -> None:
        self.weight += 10.0


layer = Layer(0.0)
layer.step()
result = layer
