# expect: withheld (the method is found by its name)
import equinox as eqx


class Counter(eqx.Module):
    count: int

    def step(self) -> None:
        self.count += 1


counter = Counter(0)
getattr(counter, "step")()
counter.step()
result = counter
