# expect: rewritten
import contextlib
import equinox as eqx


class Layer(eqx.Module):
    weight: float


@contextlib.contextmanager
def section(name: str):
    print("enter", name)
    yield
    print("leave", name)


layer = Layer(1.0)
with section("init"):
    layer.weight = 2.0
    print(layer.weight)
result = layer
