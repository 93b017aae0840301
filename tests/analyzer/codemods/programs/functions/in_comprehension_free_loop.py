# expect: rewritten
import equinox as eqx


class Meter(eqx.Module):
    total: float
    count: int = 0


def add(meter: Meter, value: float) -> None:
    meter.total += value
    meter.count += 1


def run(values: list[float]) -> Meter:
    meter = Meter(0.0)
    for value in values:
        if value > 0:
            add(meter, value)
    return meter


result = run([1.0, -1.0, 2.5])
