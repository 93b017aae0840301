# expect: rewritten
import equinox as eqx


class Scale(eqx.Module):
    factor: float


scale = Scale(1.0)
scale.factor = 2.0
result = scale
