# expect: rewritten
import equinox as eqx


class Counter(eqx.Module):
    count: int

    def step(self) -> None:
        self.count += 1


class Clock:
    def __init__(self) -> None:
        self.time = 0

    def step(self) -> None:
        self.time += 1


def run():
    counter, clock = Counter(0), Clock()
    counter.step()
    clock.step()
    return counter, clock.time


result = run()
