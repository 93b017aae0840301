# expect: rewritten
import equinox as eqx


class Norm(eqx.Module):
    gain: float


class Block(eqx.Module):
    norm: Norm


class Model(eqx.Module):
    blocks: tuple[Block, ...]


def reset() -> Model:
    model = Model((Block(Norm(2.0)), Block(Norm(3.0))))
    for block in model.blocks:
        block.norm.gain = 1.0
    return model


result = reset()
