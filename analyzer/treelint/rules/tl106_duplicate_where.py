"""A `where` selector names one node twice.

## What it does
Looks for the same path twice in a tuple or list of nodes.

## Why is this bad?
Nothing raises: the last replacement for the node silently wins, the others are lost. With
`replace_fn` the function is called once for the node. Most often a copied line was meant to name
another node.

## Example
```python
eqx.tree_at(lambda m: (m.encoder.weight, m.encoder.weight), model, (first, second))
```

## Use instead
```python
eqx.tree_at(lambda m: (m.encoder.weight, m.decoder.weight), model, (first, second))
```

## Fix safety
There is no fix: which node was meant is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import duplicates
from treelint.selector.wording import named_twice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Pairs of equal paths."""
    for call in file.tree_at_calls:
        if call.selector is None or file.expects(call.node, "ValueError", "TypeError"):
            continue
        for _, second in duplicates(call.selector.body):
            yield rule.at(file, second.origin, named_twice(second, file.text))


rule = Rule(
    code="TL106",
    name="duplicate-where",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: (m.a, m.b), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.l[0], m.l[1]), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.l[f()], m.l[f()]), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.l[0], m.l[-1]), m, (1, 2))",
        "eqx.tree_at(lambda m: (m['a'], m.a), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.f().a, m.f().a), m, (1, 2))",
        "eqx.tree_at(lambda t: ((l := t.a).w, l.b, (l := t.c).w, l.b), t, new)",
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.a), m, (1, 2))"),
        Invalid("b = eqx.tree_at(lambda m: [m.l[0].w, m.b, m.l[0].w], m, new)"),
        Invalid("b = eqx.tree_at(lambda m: (m.l[i], m.l[i]), m, (1, 2))"),
        Invalid("b = eqx.tree_at(lambda m: (m.a,) + (m.a,), m, (1, 2))"),
        Invalid("def f(m):\n    return m['a'], m['a']\nb = eqx.tree_at(f, m, (1, 2))"),
    ),
)
