# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    bias: float  # one per output


# The layer of the paper.
layer = Layer(1.0, 2.0)
# Zero the weight,
layer.weight = 0.0  # as in section 3,
# and the bias:
layer.bias = 0.5  # but not quite.
result = layer  # done
