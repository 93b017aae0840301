# expect: withheld (two fields hold one node)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    encoder: Layer
    decoder: Layer


def run() -> Model:
    shared = Layer(1.0)
    model = Model(shared, shared)
    model.encoder.weight = 5.0
    return model


result = run()
