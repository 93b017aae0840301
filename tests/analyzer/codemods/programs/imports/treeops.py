# expect: rewritten
import equinox as eqx
import treeops


class Layer(eqx.Module):
    weight: float


first = treeops.tree_at(lambda l: l.weight, Layer(1.0), 2.0)
second = Layer(5.0)
second.weight = first.weight
result = first, second
