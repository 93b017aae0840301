# expect: withheld (an alias may see the change)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    head: Layer
    best: Layer | None = None


def run() -> Model:
    model = Model(Layer(1.0))
    best = model.best or model.head
    best.weight = 5.0
    return model


result = run()
