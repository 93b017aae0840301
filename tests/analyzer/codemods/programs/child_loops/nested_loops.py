# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]


class Model(eqx.Module):
    blocks: list[Block]


def scale(factor: float) -> Model:
    model = Model([Block([Layer(1.0), Layer(2.0)]), Block([Layer(3.0)])])
    for block in model.blocks:
        for layer in block.layers:
            layer.weight *= factor
    return model


result = scale(2.0)
