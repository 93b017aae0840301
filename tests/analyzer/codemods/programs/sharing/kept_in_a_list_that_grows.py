# expect: withheld (the list still holds the layer once something was added to it)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layer: Layer


model = Model(Layer(1.0))
kept = [model.layer]
kept += [Layer(2.0)]
kept += [Layer(3.0)]
model.layer.weight = 5.0
result = model, kept
