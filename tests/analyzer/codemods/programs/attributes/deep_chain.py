# expect: rewritten
import equinox as eqx


class Attention(eqx.Module):
    query: list[float]
    heads: dict[str, list[float]]


class Block(eqx.Module):
    attention: Attention


class Transformer(eqx.Module):
    blocks: list[Block]


def build():
    return Transformer([Block(Attention([1.0, 2.0], {"a": [0.0, 1.0]})) for _ in range(2)])


model = build()
model.blocks[1].attention.heads["a"][0] = 7.0
model.blocks[0].attention.query[-1] = 8.0
result = model
