# expect: withheld (what is called may be anything)
import equinox as eqx


class Norm(eqx.Module):
    mean: float

    def __call__(self, x: float) -> float:
        self.mean = 0.5 * self.mean + x
        return x - self.mean


def apply(function, x: float) -> float:
    return function(x)


norm = Norm(1.0)
first = norm(1.0)
result = apply(norm, 1.0), first, norm
