"""The number of replacements is not the number of nodes.

## What it does
Compares the nodes that a selector writes out with the replacements, where both are tuples or
lists of a known length.

## Why is this bad?
Nodes and replacements are matched one by one; `tree_at` raises where the counts differ.

## Example
```python
eqx.tree_at(lambda m: (m.a, m.b), model, (1, 2, 3))
```

## Use instead
```python
eqx.tree_at(lambda m: (m.a, m.b, m.c), model, (1, 2, 3))
```

## Fix safety
There is no fix: which one is missing or too many is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import node_count
from treelint.selector.replacement import literal_count
from treelint.selector.wording import wrong_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls with two counts that differ."""
    for call in file.tree_at_calls:
        if call.selector is None or call.replace is None:
            continue
        nodes = node_count(call.selector.body)
        replacements = literal_count(_followed(file, call.replace))
        if nodes is None or replacements is None or nodes == replacements:
            continue
        if not file.expects(call.node, "ValueError"):
            message = wrong_count(nodes, replacements)
            yield rule.at(file, call.replace, message)


def _followed(file: FileIndex, replace: ast.expr) -> ast.expr:
    """The replacements behind a name. A list may have changed since, a tuple cannot."""
    value = file.names.value(replace)
    return value if isinstance(value, ast.Tuple) else replace


rule = Rule(
    code="TL203",
    name="replacement-count",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: (m.a, m.b), m, (1, 2))",
        "eqx.tree_at(lambda m: (m.a, m.b), m, (None,) * 2)",
        "eqx.tree_at(lambda m: m.layers, m, (1, 2, 3))",
        "eqx.tree_at(lambda m: tuple(m.layers), m, (1, 2, 3))",
        "eqx.tree_at(lambda m: (m.a, *m.layers), m, (1, 2, 3))",
        "eqx.tree_at(lambda m: (m.a, m.b), m, (*new, 1, 2, 3))",
        "new = [1]\nnew.append(2)\neqx.tree_at(lambda m: (m.a, m.b), m, new)",
        "eqx.tree_at(lambda _: (), m, ())",
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, (1, 2, 3))"),
        Invalid("b = eqx.tree_at(lambda m: [m.a, m.b], m, replace=[1])"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, (None,) * 3)"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, *(m.b, m.c)), m, (1, 2))"),
        Invalid("new = (1, 2)\nb = eqx.tree_at(lambda m: (m.a,), m, new)"),
    ),
)
