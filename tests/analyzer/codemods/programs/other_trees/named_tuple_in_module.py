# expect: rewritten
import equinox as eqx
from typing import NamedTuple


class Moments(NamedTuple):
    mean: float
    square: float


class Optimiser(eqx.Module):
    moments: Moments
    rate: float


optimiser = Optimiser(Moments(0.0, 0.0), 0.1)
optimiser.moments.mean = 2.0
optimiser.moments.square = optimiser.moments.mean**2
result = optimiser
