# expect: withheld (the outer method is kept)
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def inner(self) -> None:
        self.weight += 1.0

    def outer(self) -> None:
        self.inner()


layer = Layer(0.0)
step = layer.outer
step()
layer.inner()
result = layer
