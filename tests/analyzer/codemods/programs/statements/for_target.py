# expect: rewritten
import equinox as eqx


class Schedule(eqx.Module):
    step: int
    seen: list[int]


def run() -> Schedule:
    schedule = Schedule(0, [])
    for schedule.step in range(3):
        print(schedule.step)
    return schedule


result = run()
