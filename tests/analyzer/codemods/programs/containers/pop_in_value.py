# expect: rewritten
import equinox as eqx


class Queue(eqx.Module):
    items: list[float]
    last: float = 0.0


queue = Queue([1.0, 2.0, 3.0])
queue.last = queue.items.pop()
queue.items[0] = queue.items.pop()
result = queue
