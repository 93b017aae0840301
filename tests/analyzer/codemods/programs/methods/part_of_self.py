# expect: withheld (the argument is a part of the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    scale: float = 1.0

    def absorb(self, layer: Layer) -> float:
        self.layers[0].weight += self.scale
        return layer.weight


model = Model([Layer(1.0)])
out = model.absorb(model.layers[0])
result = model, out
