# expect: rewritten
import equinox as eqx


class Schedule(eqx.Module):
    rate: float
    seen: int = 0


def run() -> Schedule:
    schedule = Schedule(0.0)
    for rate in [0.1, 0.2, 0.3]:
        schedule.rate = rate
        schedule.seen += 1
    return schedule


result = run()
