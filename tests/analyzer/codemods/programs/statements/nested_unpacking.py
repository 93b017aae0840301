# expect: rewritten
import equinox as eqx


class Stats(eqx.Module):
    mean: float
    low: float
    high: float


stats = Stats(0.0, 0.0, 0.0)
stats.mean, (stats.low, stats.high) = 1.0, (0.5, 1.5)
result = stats
