# expect: withheld (a bound method holds the tree)
import equinox as eqx


class Counter(eqx.Module):
    count: int

    def step(self) -> None:
        self.count += 1


counter = Counter(0)
step = counter.step
step()
step()
result = counter
