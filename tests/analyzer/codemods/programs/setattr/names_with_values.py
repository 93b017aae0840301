# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float | None = None
    size: int = eqx.field(static=True, default=1)


class Model(eqx.Module):
    layers: list[Layer]


_NAMES = ("weight", "bias")


def run(flag: bool) -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    for name, value in zip(_NAMES, (3.0, 4.0)):
        setattr(model.layers[-1], name, value)
    for i, name in enumerate(("bias", "weight")):
        setattr(model.layers[i], name, getattr(model.layers[1], name) * 2)
    for name, l in (("bias", 5.0), ("weight", 6.0)):
        setattr(model.layers[0], name, l + (model.layers[1].bias or 0.0))
    setattr(model.layers[1], "bias" if flag else "weight", 7.0)
    return model


result = [run(True), run(False)]
