# expect: withheld (the loop runs over the list that it changes)
import equinox as eqx


class Queue(eqx.Module):
    items: list[int]


def run() -> Queue:
    queue = Queue([3])
    for item in queue.items:
        if item > 0:
            queue.items.append(item - 1)
    return queue


result = run()
