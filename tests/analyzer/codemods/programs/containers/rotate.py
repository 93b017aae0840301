# expect: rewritten
import equinox as eqx


class Ring(eqx.Module):
    items: list[float]


ring = Ring([1.0, 2.0, 3.0])
ring.items.append(ring.items.pop(0))
ring.items.insert(0, ring.items.pop())
result = ring
