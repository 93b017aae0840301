# expect: rewritten
import equinox as eqx


class Adapter(eqx.Module):
    scale: float


class Layer(eqx.Module):
    weight: float
    adapter: Adapter | None = None


class Model(eqx.Module):
    layers: list[Layer]


model = Model([Layer(1.0), Layer(2.0)])
model.layers[0].adapter = Adapter(0.5)
model.layers[0].adapter.scale = 0.25
model.layers[1].adapter = Adapter(model.layers[0].adapter.scale)
result = model
