# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    trainable: bool = eqx.field(static=True, default=True)


class Model(eqx.Module):
    layers: list[Layer]


def freeze() -> Model:
    model = Model([Layer(1.0), Layer(2.0, False), Layer(3.0)])
    for layer in model.layers:
        if layer.trainable:
            layer.weight = 0.0
    return model


result = freeze()
