# expect: rewritten
import equinox as eqx


class Queue(eqx.Module):
    items: list[int]


def drain() -> tuple[Queue, int]:
    queue = Queue([3, 2, 1])
    total = 0
    while queue.items:
        item = queue.items.pop()
        total += item
    return queue, total


result = drain()
