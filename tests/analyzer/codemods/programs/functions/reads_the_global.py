# expect: withheld (the function looks at the tree by the caller's name)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def bump(layer: Layer) -> None:
    layer.weight += 1.0
    print(model.weight)


model = Layer(1.0)
bump(model)
result = model
