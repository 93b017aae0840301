# expect: withheld (a closure that it calls looks at the tree)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


def run() -> Layer:
    model = Layer(1.0)

    def show() -> None:
        print(model.weight)

    def bump(layer: Layer) -> None:
        layer.weight += 1.0
        show()

    bump(model)
    return model


result = run()
