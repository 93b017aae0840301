# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]


class Model(eqx.Module):
    blocks: list[Block]


def run() -> Model:
    model = Model([Block([Layer(1.0)])])
    block = model.blocks[0]
    layer = block.layers[0]
    layer.weight = 5.0
    return model


result = run()
