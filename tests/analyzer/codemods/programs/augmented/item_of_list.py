# expect: rewritten
import equinox as eqx


class Meter(eqx.Module):
    counts: list[int]


meter = Meter([0, 0, 0])
for value in (0, 2, 2):
    meter.counts[value] += 1
result = meter
