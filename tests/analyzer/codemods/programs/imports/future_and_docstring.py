# expect: rewritten
"""A script with a docstring.

The import of what is missing goes below the others.
"""

from __future__ import annotations

from equinox import Module, field


class Layer(Module):
    weight: float
    size: int = field(static=True, default=1)


layer = Layer(1.0)
layer.weight = 2.0
result = layer
