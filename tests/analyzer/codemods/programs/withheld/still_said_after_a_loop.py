# expect: withheld (a static field)
import equinox as eqx


class Model(eqx.Module):
    weight: float
    step: float
    size: int = eqx.field(static=True, default=1)

    def grow(self) -> None:
        for _ in range(2):
            self.weight += 1.0
            self.step += self.weight
        self.size = 4


def run() -> Model:
    model = Model(1.0, 0.0)
    for _ in range(2):
        model.weight += 1.0
        model.step += model.weight
    model.size = 4
    return model


grown = Model(1.0, 2.0)
grown.grow()
result = run(), grown
