# expect: nothing found
from typing import NamedTuple


class Level(NamedTuple):
    keys: tuple[str, ...]
    children: list[float]


def doubled(level: Level) -> float:
    children = level.children
    for index, child in enumerate(children):
        children[index] = 2 * child
    return sum(children)


result = doubled(Level(("a", "b"), [1.0, 2.0]))
