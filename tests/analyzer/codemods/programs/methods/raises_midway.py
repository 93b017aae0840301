# expect: withheld (a caller sees half of the changes)
import equinox as eqx


class Counter(eqx.Module):
    count: int

    def step(self, limit: int) -> None:
        self.count += 1
        if self.count > limit:
            raise ValueError("too many")


def run() -> Counter:
    counter = Counter(0)
    for _ in range(3):
        try:
            counter.step(1)
        except ValueError:
            print("full at", counter.count)
    return counter


result = run()
