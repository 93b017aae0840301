"""An assignment to a field of a frozen module.

## What it does
Finds assignments to a field of an equinox module, a `flax.struct` dataclass, a NamedTuple, or a
dataclass that is a tree and declared frozen, or of one inside of it: `model.layers[0].weight = w`,
with `+=` and the like, with an annotation, among several targets. Constructors may assign to the
fields of `self`; methods that do are TL504.

## Why is this bad?
It raises `FrozenInstanceError` (`AttributeError` for a NamedTuple): trees are immutable in JAX,
and changed out of place.

## Example
```python
class Model(eqx.Module):
    layers: list[eqx.nn.Linear]


def with_weight(model: Model, weight):
    model.layers[0].weight = weight
    return model
```

## Use instead
```python
class Model(eqx.Module):
    layers: list[eqx.nn.Linear]


def with_weight(model: Model, weight):
    model = eqx.tree_at(lambda m: m.layers[0].weight, model, weight)
    return model
```

## Fix safety
Safe for a variable, as the old code could only raise; unsafe for a parameter and for the attribute
of another object. It means what the assignment would mean if trees could be changed in place, and
is withheld, with the reason in the message, where something else may hold the tree and would see
that change, or where that is not known; where the field is static; where the old value may change
in place; and where somebody looks at the order of a dict's keys, which JAX sorts.

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
    """Assignments to fields."""
    if not file.mutations:
        return
    # Loaded here: few files change trees in place.
    from treelint.codemods.report import report

    yield from report(file, rule, _is_meant, _says, _is_safe)


def _is_meant(case: Case) -> bool:
    return case.is_assignment_to_field and not case.is_of_self


def _says(case: Case) -> str:
    return f"{case.fate('this assignment')}; use `tree_at`, which gives a new tree"


def _is_safe(case: Case) -> bool:
    return case.is_local_variable and case.mutation.place.is_field


_MODEL = """\
class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array | None
    scale: float
class Model(eqx.Module):
    layers: list[Layer]
    head: Layer
    size: int = eqx.field(static=True)
"""
_MADE = f"{_MODEL}m = Model([], Layer(jnp.ones(2), None, 1.0), 3)\n"

_REGISTERED = "@jax.tree_util.register_dataclass\n@dataclasses.dataclass"
_STATE = "class State:\n    step: int\ns = State(0)\ns.step = 1"

rule = Rule(
    code="TL501",
    name="module-assignment",
    names=FROZEN_TREES,
    fix=FixKind.EITHER,
    check=check,
    valid=(
        # Registered, but not frozen.
        f"import dataclasses\n{_REGISTERED}\n{_STATE}",
        f"{_MODEL}def f(m):\n    m.head = 3",
        "class Plain:\n    head: int\ndef f(m: Plain):\n    m.head = 3",
        f"{_MODEL}def f(m: Model):\n    head = m.head\n    return head",
        (
            f"import pytest\n{_MODEL}def test_frozen(m: Model):\n"
            "    with pytest.raises(AttributeError):\n"
            "        m.head = 3"
        ),
        (
            "import dataclasses\n@dataclasses.dataclass\nclass Config:\n    size: int\n"
            "c = Config(3)\nc.size = 4"
        ),
    ),
    invalid=(
        Invalid(
            f"import dataclasses\n{_REGISTERED}(frozen=True)\n{_STATE}",
            f"import dataclasses\n{_REGISTERED}(frozen=True)\n"
            + _STATE.replace("s.step = 1", "s = eqx.tree_at(lambda s: s.step, s, 1)"),
        ),
        Invalid(
            f"{_MADE}m.head.weight = jnp.ones(3)",
            f"{_MADE}m = eqx.tree_at(lambda m: m.head.weight, m, jnp.ones(3))",
        ),
        Invalid(
            f"{_MADE}m.head.scale += 1  # more",
            f"{_MADE}m = eqx.tree_at(lambda m: m.head.scale, m, m.head.scale + 1)  # more",
        ),
        Invalid(
            f"{_MADE}m.head.bias = jnp.ones(3)",
            f"{_MADE}m = eqx.tree_at(lambda m: m.head.bias, m, jnp.ones(3), "
            "is_leaf=lambda x: x is None)",
        ),
        Invalid(
            f"{_MADE}m.layers[i()].weight = w()",
            f"{_MADE}value = w()\nindex = i()\n"
            "m = eqx.tree_at(lambda m: m.layers[index].weight, m, value)",
        ),
        Invalid(
            f"{_MADE}m.head.weight, m.head.scale = a, b",
            f"{_MADE}weight, scale = a, b\nm = eqx.tree_at(lambda m: m.head.weight, m, weight)\n"
            "m = eqx.tree_at(lambda m: m.head.scale, m, scale)",
        ),
        Invalid(
            f"{_MODEL}def scaled(m: Model, by):\n    m.head.scale *= by + 1\n    return m",
            f"{_MODEL}def scaled(m: Model, by):\n"
            "    m = eqx.tree_at(lambda m: m.head.scale, m, m.head.scale * (by + 1))\n"
            "    return m",
        ),
        Invalid(
            f"{_MODEL}def halve(m: Model):\n    m.head.scale /= 2\n"
            f"def g():\n    m = Model([], Layer(jnp.ones(2), None, 1.0), 3)\n    halve(m)\n"
            "    return m",
            f"{_MODEL}def halve(m: Model):\n"
            "    m = eqx.tree_at(lambda m: m.head.scale, m, m.head.scale / 2)\n    return m\n"
            "def g():\n    m = Model([], Layer(jnp.ones(2), None, 1.0), 3)\n    m = halve(m)\n"
            "    return m",
        ),
        Invalid(
            f"{_MODEL}def f(m: Model):\n    for layer in m.layers:\n        layer.scale = 2.0\n"
            "    return m",
            f"{_MODEL}def f(m: Model):\n    for i in range(len(m.layers)):\n"
            "        m = eqx.tree_at(lambda m: m.layers[i].scale, m, 2.0)\n    return m",
        ),
        # What the fix would not mean is not offered.
        Invalid(f"{_MADE}m.size = 4"),
        Invalid(f"{_MADE}other = m\nm.head.scale = 2.0\nprint(other)"),
        Invalid(f"{_MADE}kept.append(m)\nm.head.scale = 2.0"),
        Invalid(f"{_MODEL}def f(m: Model):\n    m.head.scale = 2.0\nfs = [f]"),
        Invalid(
            f"{_MODEL}def f(ls: list[Layer]):\n    for layer in ls:\n        layer.scale = 2.0"
        ),
    ),
)
