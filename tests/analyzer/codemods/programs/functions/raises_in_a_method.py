# expect: withheld (somebody catches what is raised midway)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float


def load(layer: Layer, values: dict[str, float]) -> None:
    layer.weight = values["weight"]
    layer.bias = values["bias"]


class Loader:
    def __init__(self) -> None:
        self.layer = Layer(1.0, 2.0)

    def run(self) -> None:
        load(self.layer, {"weight": 3.0})


loader = Loader()
try:
    loader.run()
except KeyError:
    print("incomplete")
result = loader.layer
