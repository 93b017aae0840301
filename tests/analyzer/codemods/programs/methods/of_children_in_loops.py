# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def halve(self) -> None:
        self.weight /= 2


def bump(layer: Layer) -> float:
    layer.weight += 1.0
    return layer.weight


class Model(eqx.Module):
    layers: list[Layer]
    head: Layer

    def reset(self) -> float:
        total = 0.0
        for layer in self.layers:
            layer.halve()
            total += bump(layer)
        return total


def run():
    model = Model([Layer(1.0), Layer(2.0)], Layer(3.0))
    total = model.reset()
    head = model.head
    bump(head)
    for i, layer in enumerate(model.layers):
        total += bump(layer) * i
    return model, total, head.weight


result = run()
