# expect: withheld (the order of the keys is seen)
import equinox as eqx


class Net(eqx.Module):
    params: dict[str, float]


class Model(eqx.Module):
    nets: list[Net]
    scale: float = 1.0

    def names(self) -> list[str]:
        return [name for net in self.nets for name in net.params]


def run() -> list[str]:
    model = Model([Net({"w": 1.0, "b": 2.0})])
    model.scale = 3.0
    return model.names()


result = run()
