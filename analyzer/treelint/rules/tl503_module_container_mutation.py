"""A list, dict or set inside a frozen module that is changed in place.

## What it does
Finds items that are assigned or deleted, and methods such as `append`, `pop` and `update` that
change a list, dict or set, where it is in a field of a frozen tree.

## Why is this bad?
It works, and changes the tree for everybody who holds it: JAX takes trees to be immutable, and
does not see the change where it has compiled or copied one before. Inside `jit`, it changes a copy
that is thrown away.

## Example
```python
class Model(eqx.Module):
    layers: list[jax.Array]
    params: dict[str, jax.Array]


model = Model([], {})
model.params["w"] = w
model.layers.append(layer)
```

## Use instead
```python
class Model(eqx.Module):
    layers: list[jax.Array]
    params: dict[str, jax.Array]


model = Model([], {})
model = eqx.tree_at(lambda m: m.params, model, {**model.params, "w": w})
model = eqx.tree_at(lambda m: m.layers, model, [*model.layers, layer])
```

## Fix safety
Unsafe, as the old code works: the fix means the same where nothing else holds the tree or the
container, and is withheld, with the reason in the message, where that is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import FROZEN_TREES
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.report import Case
    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Changes of lists, dicts and sets in trees."""
    if not file.mutations:
        return
    # Loaded here: few files change trees in place.
    from treelint.codemods.report import report

    yield from report(file, rule, _is_meant, _says, _is_safe)


def _is_meant(case: Case) -> bool:
    return case.is_in_container


def _says(case: Case) -> str:
    return (
        f"this changes a part of `{case.root}` in place, for whoever else holds it; use "
        "`tree_at`, which gives a new tree"
    )


def _is_safe(case: Case) -> bool:
    return False  # the old code works


_MODEL = """\
class Model(eqx.Module):
    layers: list[eqx.nn.Linear]
    params: dict[str, jax.Array]
    sizes: list[int] = eqx.field(static=True)
    def __init__(self, layers):
        self.layers = []
        self.layers.append(1)
        self.params = {}
        self.sizes = []
"""
_MADE = f"{_MODEL}m = Model(3)\n"

rule = Rule(
    code="TL503",
    name="module-container-mutation",
    names=FROZEN_TREES,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        # A dataclass is often filled where it is made.
        (
            "import dataclasses\n@jax.tree_util.register_dataclass\n"
            "@dataclasses.dataclass(frozen=True)\nclass State:\n    params: dict[str, int]\n"
            "s = State({})\ns.params['w'] = 1"
        ),
        _MADE,
        f"{_MODEL}def f(m):\n    m.layers.append(1)",
        f"{_MODEL}layers = []\nlayers.append(1)\nm = Model(layers)",
        f"{_MADE}n = len(m.layers)\nm.layers.index(3)\nm.params.get('w')",
        "class Plain:\n    layers: list\ndef f(m: Plain):\n    m.layers.append(1)",
    ),
    invalid=(
        Invalid(
            f"{_MADE}m.layers.append(layer())",
            f"{_MADE}m = eqx.tree_at(lambda m: m.layers, m, [*m.layers, layer()])",
        ),
        Invalid(
            f"{_MADE}m.params['w'] = jnp.ones(3)",
            f"{_MADE}m = eqx.tree_at(lambda m: m.params, m, {{**m.params, 'w': jnp.ones(3)}})",
        ),
        Invalid(
            f"{_MADE}last = m.layers.pop()",
            f"{_MADE}layers = m.layers.copy()\nlast = layers.pop()\n"
            "m = eqx.tree_at(lambda m: m.layers, m, layers)",
        ),
        Invalid(
            f"{_MADE}del m.params['w']",
            f"{_MADE}params = m.params.copy()\ndel params['w']\n"
            "m = eqx.tree_at(lambda m: m.params, m, params)",
        ),
        Invalid(f"{_MADE}m.sizes.append(3)"),
        Invalid(f"{_MADE}layers = m.layers\nm.layers.append(3)\nprint(layers)"),
        Invalid(f"{_MODEL}def f(m: Model):\n    m.layers.append(3)"),
    ),
)
