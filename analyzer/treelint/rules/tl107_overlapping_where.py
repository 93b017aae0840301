"""A `where` selector names a node and something inside it.

## What it does
Looks for two paths in a tuple or list of nodes of which one leads through the other.

## Why is this bad?
The outer replacement takes the inner node away, so that there is no place for the inner
replacement: `tree_at` raises.

## Example
```python
eqx.tree_at(lambda m: (m.layers[0], m.layers[0].bias), model, (layer, bias))
```

## Use instead
```python
model = eqx.tree_at(lambda m: m.layers[0], model, layer)
model = eqx.tree_at(lambda m: m.layers[0].bias, model, bias)
```

## Fix safety
There is no fix: which of the two replacements comes first is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import overlaps
from treelint.selector.wording import overlapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Pairs of paths, one inside the other."""
    for call in file.tree_at_calls:
        if call.selector is None or file.expects(call.node, "ValueError"):
            continue
        for outer, inner in overlaps(call.selector.body):
            message = overlapping(outer, inner, file.text)
            yield rule.at(file, inner.origin, message)


rule = Rule(
    code="TL107",
    name="overlapping-where",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: (m.l[0].w, m.l[0].b), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.l[0], m.l[1].w), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.a, m.ab), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.l[i], m.l[j].w), m, (1, 2))",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda m: (m.a, m.a.b), m, (1, 2))"
        ),
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: (m.l[0], m.l[0].w), m, (1, 2))"),
        Invalid("b = eqx.tree_at(lambda m: (m.l[0].w, m.l[0]), m, (1, 2))"),
        Invalid("b = eqx.tree_at(lambda m: [m, m.a], m, (1, 2))"),
        Invalid("b = eqx.tree_at(lambda m: (m.l[i], m.b, m.l[i].w), m, (1, 2, 3))"),
    ),
)
