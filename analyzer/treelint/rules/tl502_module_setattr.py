"""`setattr`, `object.__setattr__`, `del` or `delattr` on a field of a frozen module.

## What it does
Finds fields of frozen trees that are set or deleted by name, outside of constructors.

## Why is this bad?
`setattr` raises, as an assignment does. `object.__setattr__` goes around that: it changes a tree
that others may hold, and that JAX takes to be immutable, for example as the key of a compiled
function. A field that is deleted is missing when JAX takes the tree apart.

## Example
```python
class Model(eqx.Module):
    scale: float


model = Model(1.0)
object.__setattr__(model, "scale", 2.0)
```

## Use instead
```python
class Model(eqx.Module):
    scale: float


model = Model(1.0)
model = eqx.tree_at(lambda m: m.scale, model, 2.0)
```

## Fix safety
Safe for `setattr`, which could only raise, on a variable; unsafe for `object.__setattr__`.
Withheld, with the reason in the message, as for TL501. There is no way to delete a field out of
place, so no fix for that.

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
    """Fields that are set or deleted by name."""
    if not file.mutations:
        return
    # Loaded here: few files change trees in place.
    from treelint.codemods.report import report

    yield from report(file, rule, _is_meant, _says, _is_safe)


def _is_meant(case: Case) -> bool:
    if not case.is_field_by_name or not case.goes_around:
        return case.is_field_by_name
    return case.is_of_declared_field and not case.is_being_made


def _says(case: Case) -> str:
    if case.is_deleted:
        return f"without this field JAX can no longer take {case.owner} apart"
    if case.goes_around:
        return (
            f"this changes {case.owner} in place, whoever else holds it; use `tree_at`, which "
            "gives a new tree"
        )
    return f"{case.fate('`setattr`')}; use `tree_at`, which gives a new tree"


def _is_safe(case: Case) -> bool:
    return case.is_local_variable and not case.goes_around


_MODEL = """\
class Model(eqx.Module):
    scale: float
    def __init__(self, scale):
        object.__setattr__(self, "scale", scale)
"""
_PLACED = """\
class Placed(eqx.Module):
    x: float
    device: str = eqx.field(static=True, default="")
"""

rule = Rule(
    code="TL502",
    name="module-setattr",
    names=FROZEN_TREES,
    fix=FixKind.EITHER,
    check=check,
    valid=(
        f"{_MODEL}m = Model(1.0)",
        f"{_MODEL}def f(m):\n    setattr(m, 'scale', 2.0)",
        f"{_MODEL}def f(m: Model):\n    return getattr(m, 'scale')",
        # It is still being made, and there is no other way.
        (
            "class Index(eqx.Module):\n    marker: str = eqx.field(static=True, default='')\n"
            "def make():\n    index = Index()\n    object.__setattr__(index, 'marker', 'x')\n"
            "    return index"
        ),
        (
            f"{_PLACED}def moved(m: Placed):\n    m2 = eqx.tree_at(lambda m: m.x, m, 2.0)\n"
            "    object.__setattr__(m2, 'device', 'cpu')\n    return m2"
        ),
        (
            f"import copy\n{_PLACED}def moved(m: Placed):\n    m2 = copy.copy(m)\n"
            "    object.__setattr__(m2, 'device', 'cpu')\n    return m2"
        ),
        (
            f"import pytest\n{_MODEL}def test_frozen(m: Model):\n"
            "    with pytest.raises(AttributeError):\n"
            "        setattr(m, 'scale', 2.0)"
        ),
        "class Plain:\n    scale: float\ndef f(m: Plain):\n    setattr(m, 'scale', 2.0)",
    ),
    invalid=(
        # Whichever field it is, this raises.
        Invalid(f"{_MODEL}def f(m: Model, name):\n    setattr(m, name, 2.0)"),
        Invalid(
            f"{_MODEL}m = Model(1.0)\nsetattr(m, 'scale', 2.0)",
            f"{_MODEL}m = Model(1.0)\nm = eqx.tree_at(lambda m: m.scale, m, 2.0)",
        ),
        Invalid(
            f"{_MODEL}m = Model(1.0)\nobject.__setattr__(m, 'scale', 2.0)  # twice",
            f"{_MODEL}m = Model(1.0)\nm = eqx.tree_at(lambda m: m.scale, m, 2.0)  # twice",
        ),
        Invalid(f"{_PLACED}def move(m: Placed):\n    object.__setattr__(m, 'device', 'cpu')"),
        # This is not the copy, but something in it.
        Invalid(
            f"{_PLACED}class Pair(eqx.Module):\n    one: Placed\ndef move(p: Pair, one):\n"
            "    p2 = eqx.tree_at(lambda p: p.one, p, one)\n"
            "    object.__setattr__(p2.one, 'device', 'cpu')\n    return p2"
        ),
        Invalid(f"{_MODEL}m = Model(1.0)\ndel m.scale"),
        Invalid(f"{_MODEL}m = Model(1.0)\ndelattr(m, 'scale')"),
        Invalid(f"{_MODEL}def f(m: Model):\n    setattr(m, 'scale', 2.0)\nfs = [f]"),
        Invalid(f"{_MODEL}m = Model(1.0)\nother = m\nsetattr(m, 'scale', 2.0)\nprint(other)"),
    ),
)
