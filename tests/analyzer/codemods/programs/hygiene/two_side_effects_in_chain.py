# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Block(eqx.Module):
    layers: list[float]


class Model(eqx.Module):
    blocks: list[Block]


model = Model([Block([1.0]), Block([2.0, 3.0])])
model.blocks[trace("block", 1)].layers[trace("layer", 0)] = trace("value", 9.0)
result = model
