# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]

    @property
    def head(self) -> Layer:
        return self.layers[-1]


class Outer(eqx.Module):
    model: Model

    @property
    def last(self) -> Layer:
        return self.model.head


def run() -> tuple[Outer, list[float]]:
    outer = Outer(Model([Layer(1.0), Layer(2.0)]))
    outer.last.weight += 3.0
    outer.model.head.weight *= 2
    seen = [outer.last.weight]
    for layer in outer.model.layers:
        seen.append(layer.weight)
    for _ in range(2):
        outer.model.head.weight += 1.0
    return outer, seen


result = run()
