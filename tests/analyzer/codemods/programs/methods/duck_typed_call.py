# expect: withheld (it is not known whose method is called)
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


def advance(thing) -> None:
    thing.step()


counter, clock = Counter(0), Clock()
for thing in (counter, clock):
    advance(thing)
result = counter, clock.time
