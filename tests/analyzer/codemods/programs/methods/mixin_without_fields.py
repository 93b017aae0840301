# expect: withheld (the class is no tree by itself)
import equinox as eqx


class Stepping:
    def step(self) -> None:
        self.count += 1


class Counter(Stepping, eqx.Module):
    count: int


class Plain(Stepping):
    def __init__(self) -> None:
        self.count = 0


counter, plain = Counter(0), Plain()
counter.step()
plain.step()
result = counter, plain.count
