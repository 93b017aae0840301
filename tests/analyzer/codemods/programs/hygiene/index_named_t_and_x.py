# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float | None


class Model(eqx.Module):
    layers: dict[str, list[Layer]]


def run(t: str, x: int) -> Model:
    model = Model({"a": [Layer(None)], "b": [Layer(1.0)]})
    model.layers[t][x].weight = 3.0
    return model


result = [run("a", 0), run("b", -1)]
