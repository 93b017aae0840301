# expect: rewritten
import equinox as eqx


class Counter(eqx.Module):
    count: int

    def following(self) -> int:
        self.count += 1
        return self.count


counter = Counter(0)
first = counter.following()
second = counter.following()
result = counter, first, second
