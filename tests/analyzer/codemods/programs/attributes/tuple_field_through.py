# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Pair(eqx.Module):
    both: tuple[Layer, Layer]


pair = Pair((Layer(1.0), Layer(2.0)))
pair.both[0].weight = 5.0
pair.both[1].weight = pair.both[0].weight + 1
result = pair
