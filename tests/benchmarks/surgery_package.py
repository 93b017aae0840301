"""A package of much tree surgery, made anew for a benchmark: every module alike, no mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODULES = 20
# Of each module: its functions with surgery, and how many calls that the plugin types they have.
STEPS = 9
CALLS = MODULES * STEPS * 5

_HEAD = '''\
"""Models of stage {number}, and how they are trained."""

from __future__ import annotations

from collections.abc import Callable

import equinox as eqx
import jax
import jax.numpy as jnp
from jax import Array


class Layer{number}(eqx.Module):
    """One layer."""

    weight: Array
    bias: Array
    gate: Array | None
    name: str = eqx.field(static=True)

    def __call__(self, x: Array) -> Array:
        """Apply the layer."""
        y = self.weight @ x + self.bias
        return y if self.gate is None else y * jax.nn.sigmoid(self.gate)


class Model{number}(eqx.Module):
    """Some layers, one after another."""

    layers: list[Layer{number}]
    head: eqx.nn.Linear
    dropout: eqx.nn.Dropout
    scale: Array
    sizes: tuple[int, int] = eqx.field(static=True)

    def __call__(self, x: Array) -> Array:
        """Apply them all."""
        for layer in self.layers:
            x = jnp.tanh(layer(x))
        return self.head(x) * self.scale


def distance_{number}(weight: Array, other: Array, power: int = 2, *, mean: bool = True) -> Array:
    """How far two arrays are from each other."""
    difference = jnp.abs(weight - other) ** power
    return jnp.mean(difference) if mean else jnp.sum(difference)
'''
_STEP = '''

def step_{number}_{step}(
    model: Model{number}, x: Array, rate: float, update: Callable[[Array], Array]
) -> tuple[Model{number}, Array]:
    """Change some of the model, and tell by how much."""
    index = {step} % len(model.layers)
    before = model.layers[index].weight
    model = eqx.tree_at(lambda m: m.layers[{step}].weight, model, before - rate * x)
    model = eqx.tree_at(
        lambda m: (m.head.weight, m.scale), model, replace=(x, jnp.asarray(rate))
    )
    model = eqx.tree_at(
        lambda m: [layer.bias for layer in m.layers], model, replace_fn=update
    )
    measure = eqx.Partial(distance_{number}, before, mean={mean})
    frozen = eqx.nn.inference_mode(model)
    values = [float(rate) * factor for factor in range({step}, {step} + 5)]
    total = sum(values) + frozen.dropout.p
    if total > rate:
        moved = measure(model.layers[index].weight, 3)
    else:
        moved = measure(frozen.layers[index].weight)
    return model, moved * total
'''


def write(folder: Path) -> list[Path]:
    """Write the package, and tell its modules."""
    folder.mkdir(parents=True)
    paths = [folder / f"stage_{number}.py" for number in range(MODULES)]
    for number, path in enumerate(paths):
        path.write_text("".join(_module(number)), encoding="utf-8")
    (folder / "__init__.py").write_text('"""Stages of training."""\n', encoding="utf-8")
    return paths


def _module(number: int) -> Iterator[str]:
    yield _HEAD.format(number=number)
    for step in range(STEPS):
        yield _STEP.format(number=number, step=step, mean=step % 2 == 0)
