# expect: withheld (a copy of the list, by the same name, has the layer)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
layers = [layer, Layer(3.0)]
layers = layers[:]
layer.weight = 5.0
result = layers[0].weight
