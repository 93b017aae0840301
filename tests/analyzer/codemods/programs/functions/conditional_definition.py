# expect: withheld (there are two functions of this name)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


if eqx.__name__ == "equinox":

    def step(layer: Layer) -> None:
        layer.weight += 1.0

else:

    def step(layer: Layer) -> None:
        print("nothing")


layer = Layer(0.0)
step(layer)
result = layer
