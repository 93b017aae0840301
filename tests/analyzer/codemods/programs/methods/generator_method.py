# expect: withheld (a generator hands over between)
import equinox as eqx


class Counter(eqx.Module):
    count: int

    def steps(self, number: int):
        for _ in range(number):
            self.count += 1
            yield self.count


counter = Counter(0)
seen = [(step, counter.count) for step in counter.steps(2)]
result = counter, seen
