# expect: rewritten
try:
    import equinox as eqx
except ImportError:
    eqx = None

import jax


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
layer.weight = 2.0
result = layer
