# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float

    def bump(self) -> float:
        self.weight += 1.0
        return self.weight


def run() -> list[float]:
    outs = [Layer(1.0).bump()]
    Layer(5.0).bump()
    out = Layer(2.0).bump()
    return [*outs, out]


result = run()
