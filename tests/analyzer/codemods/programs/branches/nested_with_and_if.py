# expect: rewritten
import contextlib
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


def run(freeze: bool) -> Model:
    model = Model([Layer(1.0), Layer(2.0)])
    with contextlib.nullcontext(model.layers[0].weight) as weight:
        if freeze:
            with contextlib.nullcontext():
                model.layers[1].weight = weight
        model.layers[0].weight = -1.0
    return model


result = [run(True), run(False)]
