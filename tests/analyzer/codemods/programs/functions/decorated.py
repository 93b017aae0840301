# expect: withheld (a decorator sees what is returned)
import functools
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def logged(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        out = function(*arguments)
        print(function.__name__, out)
        return out

    return wrapper


@logged
def reset(layer: Layer) -> None:
    layer.weight = 0.0


layer = Layer(1.0)
reset(layer)
result = layer
