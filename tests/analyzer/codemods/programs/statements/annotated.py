# expect: rewritten
import equinox as eqx


class Ema(eqx.Module):
    decay: float
    value: float = 0.0


ema = Ema(0.9)
ema.value: float = 1.5
ema.decay: "float" = 0.99  # slower
result = ema
