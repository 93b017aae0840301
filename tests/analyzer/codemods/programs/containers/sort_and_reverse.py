# expect: rewritten
import equinox as eqx


class Buffers(eqx.Module):
    scores: list[float]
    order: list[int]


buffers = Buffers([3.0, 1.0, 2.0], [1, 2])
buffers.scores.sort(reverse=True)
buffers.order.reverse()
result = buffers
