"""A `where` selector picks a field that its tree does not have.

## What it does
Looks for selectors with an attribute that the class of the node does not have, where it is
known exactly which class that is: the tree was made by a call of the constructor. An annotation
may name a base class, whose subclasses have more fields, and proves nothing.

## Why is this bad?
It raises an `AttributeError`. Most often the name is misspelt.

## Example
```python
linear = eqx.nn.Linear(2, 3, key=key)
linear = eqx.tree_at(lambda l: l.wieght, linear, weight)
```

## Use instead
```python
linear = eqx.nn.Linear(2, 3, key=key)
linear = eqx.tree_at(lambda l: l.weight, linear, weight)
```

## Fix safety
Unsafe: it is likely, and not certain, which field was meant. It is offered where one field alone
is spelt alike.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.origins import of_step
from treelint.selector.wording import no_such_attribute
from treelint.sites.selected import selected, typed_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.project.attributes import Missing


def check(file: FileIndex) -> Iterator[Finding]:
    """Paths with an attribute that nothing has."""
    calls = typed_calls(file)
    if not calls:
        return
    # Loaded here: most files are settled without a type.
    from treelint.project.steps import NoField

    for call in calls:
        if file.expects(call.node, "AttributeError"):
            continue
        for node in selected(file, call):
            match node.end:
                case NoField(missing=missing, step=step, is_exact=True):
                    near = _near(missing)
                    place = of_step(node.path, step)
                    message = no_such_attribute(missing.name, missing.cls.short_name, near)
                    yield rule.at(file, place, message, _fix(place, near))


def _near(missing: Missing) -> tuple[str, ...]:
    """The fields that are spelt alike, and are nodes of the tree."""
    fields = missing.cls.fields
    return tuple(name for name in missing.near if not fields[name].is_static)


def _fix(place: ast.expr, near: tuple[str, ...]) -> Fix | None:
    if not isinstance(place, ast.Attribute) or len(near) != 1:
        return None
    (name,) = near
    return Fix.unsafe(f"select `{name}`", Rewrite(place, lambda old: _named(old, name)))


def _named(attribute: cst.Attribute, name: str) -> cst.Attribute:
    import libcst as cst

    return attribute.with_changes(attr=cst.Name(name))


_LINEAR = "l = eqx.nn.Linear(2, 3, key=key)\n"
_POINT = """\
class Point(eqx.Module):
    left: float
    right: float
"""

rule = Rule(
    code="TL704",
    name="unknown-field-in-where",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        # What is no field may still be set.
        (
            "import dataclasses\n@jax.tree_util.register_dataclass\n@dataclasses.dataclass\n"
            "class Stack:\n    layers: list\n    def __post_init__(self):\n"
            "        self.last = self.layers[-1]\n"
            "s = eqx.tree_at(lambda s: s.last, Stack([1]), 2)"
        ),
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, 0)",
        # What is annotated may be an object of a subclass.
        "def f(l: eqx.nn.Linear):\n    return eqx.tree_at(lambda l: l.lora, l, 0)",
        f"{_POINT}    def up(self):\n        return eqx.tree_at(lambda p: p.lefft, self, 0)",
        (
            "class Lazy(eqx.Module):\n    inner: object\n"
            "    def __getattr__(self, name):\n        return getattr(self.inner, name)\n"
            "l = eqx.tree_at(lambda l: l.weight, Lazy(layer), 0)"
        ),
        (
            "from lib import Base\nclass Layer(Base):\n    weight: jax.Array\n"
            "l = eqx.tree_at(lambda l: l.bias, Layer(w), 0)"
        ),
        (
            "from lib import extended\n@extended\nclass Layer(eqx.Module):\n    weight: float\n"
            "l = eqx.tree_at(lambda l: l.bias, Layer(w), 0)"
        ),
        (
            f"{_LINEAR}try:\n    l = eqx.tree_at(lambda l: l.w, l, 0)\n"
            "except AttributeError:\n    pass"
        ),
        f"{_LINEAR}if flag:\n    l = load()\nl = eqx.tree_at(lambda l: l.lora, l, 0)",
    ),
    invalid=(
        Invalid(
            f"{_LINEAR}l = eqx.tree_at(lambda l: l.wieght, l, 0)",
            f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, 0)",
        ),
        Invalid(
            f"{_LINEAR}l = eqx.tree_at(lambda l: (l.weight, l.  # the bias\n  biais), l, (0, 1))",
            f"{_LINEAR}l = eqx.tree_at(lambda l: (l.weight, l.  # the bias\n  bias), l, (0, 1))",
        ),
        Invalid(f"{_LINEAR}l = eqx.tree_at(lambda l: l.kernel, l, 0)"),
        Invalid(f"{_LINEAR}l = eqx.tree_at(lambda l: getattr(l, 'wieght'), l, 0)"),
        Invalid(
            "class Span(eqx.Module):\n    left: int\n    lift: int\n"
            "s = eqx.tree_at(lambda s: s.lefft, Span(0, 1), 2)"
        ),
        # A static field cannot be meant.
        Invalid(f"{_LINEAR}l = eqx.tree_at(lambda l: l.in_feature, l, 0)"),
        Invalid(
            f"{_POINT}p = [Point(0.0, 1.0), Point(2.0, 3.0)]\n"
            "q = eqx.tree_at(lambda p: p[1].rigth, p, 0)",
            f"{_POINT}p = [Point(0.0, 1.0), Point(2.0, 3.0)]\n"
            "q = eqx.tree_at(lambda p: p[1].right, p, 0)",
        ),
    ),
)
