# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]
    table: dict[str, float]
    step: float = 0.0

    def update(self, flag: bool) -> None:
        if flag:
            for m in range(2):
                self.step += 1.0
                self.layers[0].weight = self.layers[m].weight + self.step
                index = Layer(4.0)
                print(index)
            self.layers[-1].weight = 3.0
        for index in self.layers:
            index.weight *= 3.0
        self.table["a"] += self.layers[0].weight


def run(flag: bool) -> Model:
    model = Model([Layer(1.0), Layer(2.0)], {"a": 1.0})
    model.update(flag)
    return model


result = [run(True), run(False)]
