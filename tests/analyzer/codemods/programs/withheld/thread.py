# expect: withheld (another thread sees the change)
import threading
import equinox as eqx


class Layer(eqx.Module):
    weight: float


layer = Layer(1.0)
seen: list[float] = []
changed = threading.Event()


def watch(watched: Layer) -> None:
    changed.wait(10)
    seen.append(watched.weight)


thread = threading.Thread(target=watch, args=(layer,))
thread.start()
layer.weight = 2.0
changed.set()
thread.join()
result = seen
