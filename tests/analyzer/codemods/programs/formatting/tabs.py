# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
	weight: float


def run(flag):
	layer = Layer(1.0)
	if flag:
		layer.weight = 2.0  # tabs stay
	return layer


result = run(True)
