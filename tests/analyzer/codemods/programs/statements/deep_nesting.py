# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


class Outer:
    class Inner:
        @staticmethod
        def run(flag: bool) -> Model:
            model = Model([Layer(1.0), Layer(2.0)])
            if flag:
                for _ in range(1):
                    with open("/dev/null") as file:
                        try:
                            model.layers[0].weight = (
                                5.0
                                if file
                                else 6.0
                            )
                        finally:
                            model.layers[1].weight += 1.0
            return model


result = [Outer.Inner.run(True), Outer.Inner.run(False)]
