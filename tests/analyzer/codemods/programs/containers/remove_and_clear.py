# expect: rewritten
import equinox as eqx


class Buffers(eqx.Module):
    ready: list[int]
    waiting: list[int]


buffers = Buffers([3, 4, 3], [1])
buffers.ready.remove(3)
buffers.waiting.clear()
result = buffers
