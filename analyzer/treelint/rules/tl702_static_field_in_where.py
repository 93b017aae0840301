"""A `where` selector picks a static field.

## What it does
Looks for selectors that lead to a static field, `eqx.field(static=True)`, or through one, where
the class of the tree is known: by an annotation, by a call of its constructor, or as `self`.
The static fields of registered dataclasses and of `flax.struct` are known too.

## Why is this bad?
A static field is part of the tree's structure, and no node of it: `tree_at` raises. If it holds
`None`, and a node of the tree is `None` too, then `equinox.tree_at` silently replaces that node.

## Example
```python
linear = eqx.nn.Linear(2, 3, key=key)
linear = eqx.tree_at(lambda l: l.out_features, linear, 4)
```

## Use instead
```python
linear = eqx.nn.Linear(2, 4, key=key)
```

## Fix safety
There is no fix: other fields often depend on the static one.

## References
- [`equinox.field`](https://docs.kidger.site/equinox/api/module/advanced_fields/#equinox.field)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.origins import of_step
from treelint.selector.wording import static_field
from treelint.sites.selected import selected, typed_calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Paths with a static field in them."""
    calls = typed_calls(file)
    if not calls:
        return
    # Loaded here: most files are settled without a type.
    from treelint.project.steps import StaticField
    from treelint.project.subclasses import is_redeclared

    for call in calls:
        if file.expects(call.node, "TypeError", "ValueError"):
            continue
        for node in selected(file, call):
            end = node.end
            if not isinstance(end, StaticField):
                continue
            if not end.is_exact and is_redeclared(file.types, end.cls, end.field.name):
                continue
            owner = end.field.owner.short_name
            message = static_field(node.path, end.field.name, owner, file.text)
            yield rule.at(file, of_step(node.path, end.step), message)


_MODEL = """\
class Model(eqx.Module):
    weight: jax.Array
    linear: eqx.nn.Linear
    width: int = eqx.field(static=True)
"""

rule = Rule(
    code="TL702",
    name="static-field-in-where",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        f"{_MODEL}def f(m: Model):\n    return eqx.tree_at(lambda m: m.weight, m, 0)",
        "eqx.tree_at(lambda m: m.width, m, 0)",
        f"{_MODEL}def f(m: Model):\n    return eqx.tree_at(lambda m: m.linear.bias, m, 0)",
        # A static field may say which node is selected.
        (
            f"{_MODEL}def f(m: list[Model]):\n"
            "    return eqx.tree_at(lambda m: [l.weight for l in m if l.width == 2], m, (0,))"
        ),
        (
            "class Layer(eqx.Module):\n    size: int\n"
            "class Fixed(Layer):\n    size: int = eqx.field(static=True)\n"
            "def f(layer: Layer):\n    return eqx.tree_at(lambda l: l.size, layer, 0)"
        ),
        (
            "class Fixed(eqx.Module):\n    size: int = eqx.field(static=True)\n"
            "class Trained(Fixed):\n    size: int\n"
            "def f(layer: Fixed):\n    return eqx.tree_at(lambda l: l.size, layer, 0)"
        ),
        (
            f"{_MODEL}import pytest\ndef f(m: Model):\n    with pytest.raises(TypeError):\n"
            "        eqx.tree_at(lambda m: m.width, m, 0)"
        ),
        # A field function of one's own.
        (
            "from fields import option\nclass Model(eqx.Module):\n    width: int = option(3)\n"
            "m = eqx.tree_at(lambda m: m.width, Model(), 0)"
        ),
    ),
    invalid=(
        Invalid(f"{_MODEL}def f(m: Model):\n    return eqx.tree_at(lambda m: m.width, m, 0)"),
        Invalid(
            f"{_MODEL}def f(m: Model):\n"
            "    return eqx.tree_at(lambda m: (m.weight, m.linear.in_features), m, (0, 1))"
        ),
        Invalid(
            f"{_MODEL}    def wider(self):\n"
            "        return eqx.tree_at(lambda m: m.width, self, self.width + 1)"
        ),
        Invalid(
            f"{_MODEL}def f(models: list[Model | None]):\n"
            "    return eqx.tree_at(lambda ms: [m.width for m in ms], models, replace_fn=abs)"
        ),
        Invalid(
            "def size(layer):\n    return layer.out_features\n"
            "l = eqx.tree_at(size, eqx.nn.Linear(2, 3, key=key), 4)"
        ),
        Invalid(
            "import flax\n@flax.struct.dataclass\nclass State:\n    step: int\n"
            "    apply: object = flax.struct.field(pytree_node=False)\n"
            "def f(s: State):\n    return eqx.tree_at(lambda s: s.apply, s, print)"
        ),
    ),
)
