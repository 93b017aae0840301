# expect: withheld (the list is read before the index, which changes it)
import equinox as eqx


class Block(eqx.Module):
    values: list[float]


block = Block([1.0, 2.0])


def turned() -> int:
    block.values.reverse()
    return 0


block.values[turned()] = 7.0
result = block.values[turned()], block
