# expect: rewritten
import equinox as eqx


class Counter(eqx.Module):
    steps: int
    total: float


counter = Counter(0, 0.0)
counter.steps += 1
counter.total += 2.5
counter.steps += 1
result = counter
