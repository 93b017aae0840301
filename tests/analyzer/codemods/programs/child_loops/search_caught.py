# expect: withheld (in a lambda an unbound variable raises another exception)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    total: float = 0.0


def run(count: int) -> Model:
    model = Model([Layer(1.0) for _ in range(count)])
    for layer in model.layers:
        if layer.weight > 1.0:
            break
    layer.weight = 10.0
    return model


try:
    run(0)
except UnboundLocalError:
    result = "none"
