# expect: rewritten
from __future__ import annotations

from typing import TYPE_CHECKING

from equinox import Module

if TYPE_CHECKING:
    import equinox as eqx
    from equinox import tree_at


class Layer(Module):
    weight: float


def run(make: type[eqx.Module] = Layer) -> Layer:
    layer = Layer(1.0)
    layer.weight = 2.0
    return layer


result = run()
