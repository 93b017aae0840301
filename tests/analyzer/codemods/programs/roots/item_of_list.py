# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


models: list[Layer] = [Layer(1.0), Layer(2.0)]
models[0].weight = 5.0
models[1].weight += models[0].weight
result = models
