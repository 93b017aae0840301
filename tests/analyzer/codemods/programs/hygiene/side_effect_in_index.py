# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


queue = [1, 0]
model = Model([Layer(1.0), Layer(2.0)])
model.layers[queue.pop()].weight = trace("first", 5.0)
model.layers[queue.pop()].weight += trace("second", 6.0)
result = model, queue
