# expect: rewritten
import equinox as eqx


class Meter(eqx.Module):
    counts: list[int]


def count(values: list[int]) -> Meter:
    meter = Meter([0, 0, 0])
    for value in values:
        meter.counts[value] += 1
    return meter


result = count([0, 2, 2, 2])
