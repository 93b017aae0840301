# expect: rewritten
import equinox as eqx


class Meter(eqx.Module):
    values: list[float]

    def add(self, value: float) -> None:
        self.values.append(value)


def run() -> Meter:
    meter = Meter([])
    for value in (1.0, 2.0):
        meter.add(value)
    return meter


result = run()
