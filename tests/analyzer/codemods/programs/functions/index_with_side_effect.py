# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float

    def scale(self, by: float) -> None:
        self.weight *= by


class Model(eqx.Module):
    layers: list[Layer]


def reset(layer: Layer) -> None:
    layer.weight = 0.5


queue = [1, 0]
model = Model([Layer(1.0), Layer(2.0)])
reset(model.layers[queue.pop()])
model.layers[trace("index", 1)].scale(trace("by", 3.0))
reset(model.layers[queue.pop()])
result = model, queue
