# expect: withheld (a selector in a class body cannot see the names)
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Model(eqx.Module):
    layers: list[Layer]


class Setup:
    index = 1
    model = Model([Layer(1.0), Layer(2.0)])
    model.layers[index].weight = 5.0


result = Setup.model
