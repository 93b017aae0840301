# expect: withheld (somebody catches what is raised midway)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def load(layer: Layer, values: dict[str, float]) -> None:
    layer.weight = values["weight"]
    layer.bias = values["bias"]


model = Layer(1.0, 2.0)


def run() -> None:
    load(model, {"weight": 3.0})


try:
    run()
except KeyError:
    print("incomplete")
result = model
