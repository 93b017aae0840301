# expect: nothing found
# After interpax 0.3.16, interpax/_ppoly.py: the constructor sets fields around the freezing.
import equinox as eqx


class Polynomial(eqx.Module):
    coefficients: tuple[float, ...]
    knots: tuple[float, ...]

    def __init__(self, coefficients: tuple[float, ...], knots: tuple[float, ...]) -> None:
        object.__setattr__(self, "coefficients", tuple(coefficients))
        object.__setattr__(self, "knots", tuple(knots))


result = Polynomial((1.0,), (0.0, 1.0))
