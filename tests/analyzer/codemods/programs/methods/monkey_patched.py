# expect: withheld (the method is another one later)
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def step(self) -> None:
        self.weight += 1.0


layer = Layer(0.0)
layer.step()
type.__setattr__(Layer, "step", lambda self: print("patched"))
layer.step()
result = layer
