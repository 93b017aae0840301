# expect: withheld (the method is called through the class)
import equinox as eqx


class Counter(eqx.Module):
    count: int

    def step(self) -> None:
        self.count += 1


counter = Counter(0)
Counter.step(counter)
counter.step()
result = counter
