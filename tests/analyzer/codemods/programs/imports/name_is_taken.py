# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def tree_at(name: str) -> str:
    return name.upper()


def run(eqx: str) -> tuple[Layer, str]:
    layer = Layer(1.0)
    layer.weight = 2.0
    return layer, tree_at(eqx)


result = run("shadowed")
