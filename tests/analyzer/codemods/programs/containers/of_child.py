# expect: rewritten
import equinox as eqx


class Block(eqx.Module):
    layers: list[float]


class Model(eqx.Module):
    blocks: list[Block]


model = Model([Block([1.0]), Block([])])
model.blocks[1].layers.append(2.0)
model.blocks[0].layers[0] = 4.0
model.blocks.pop(0)
result = model
