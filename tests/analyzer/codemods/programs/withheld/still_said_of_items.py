# expect: withheld (a static field)
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    size: int = eqx.field(static=True, default=1)

    def read(self) -> float:
        return self.weight + 1.0


def run() -> list[Layer]:
    layers = [Layer(1.0), Layer(2.0)]
    layers[-1].size = 2
    layers[0].weight = layers[0].read()
    layers[0].size = 3
    return layers


result = run()
