# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    def run(self) -> float:
        for index in self.layers:
            index.weight = index.weight + 1.0
        for m, number in zip(self.layers, (1.0, 2.0)):
            m.weight = m.weight * 2 + number
        return self.layers[0].weight


model = Model([Layer(1.0), Layer(2.0)])
out = model.run()
result = model, out
