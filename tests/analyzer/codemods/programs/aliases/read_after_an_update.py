# expect: rewritten
import equinox as eqx


class Layer(eqx.Module):
    weight: float


class Block(eqx.Module):
    layers: list[Layer]
    named: dict[str, Layer]


class Model(eqx.Module):
    blocks: list[Block]
    table: dict[str, float]


def run() -> Model:
    model = Model([Block([Layer(1.0)], {"a": Layer(2.0)})], {"a": 0.0})
    model.blocks[-1].named["c"] = Layer(3.0)
    block = model.blocks[-1]
    block.layers[0].weight = 1.5
    model.table.update({"b": block.layers[0].weight * 2})
    return model


result = run()
