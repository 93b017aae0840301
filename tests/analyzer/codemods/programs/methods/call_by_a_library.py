# expect: withheld (`map` calls the object)
import equinox as eqx


class Norm(eqx.Module):
    mean: float

    def __call__(self, x: float) -> float:
        self.mean = 0.5 * self.mean + x
        return x - self.mean


norm = Norm(1.0)
first = norm(1.0)
others = list(map(norm, [1.0, 2.0]))
result = others, first, norm
