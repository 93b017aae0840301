# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def bump(self) -> float:
        self.weight += 1.0
        return self.weight


class Model(eqx.Module):
    layers: list[Layer]
    head: Layer


model = Model([Layer(1.0)], Layer(2.0))
model.head.weight = model.layers[0].bump() + 1.0
model.layers.append(Layer(model.head.bump()))
result = model
