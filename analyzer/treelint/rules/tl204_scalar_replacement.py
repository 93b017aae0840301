"""Several nodes are replaced by one value that is no sequence.

## What it does
Looks for a selector of several nodes, or of one node in a tuple, with a number, a truth value
or `None` for a replacement.

## Why is this bad?
Several nodes want a sequence of replacements, one for each: `tree_at` raises.

## Example
```python
eqx.tree_at(lambda m: (m.a, m.b), model, 0)
```

## Use instead
```python
eqx.tree_at(lambda m: (m.a, m.b), model, (0, 0))
eqx.tree_at(lambda m: (m.a, m.b), model, replace_fn=lambda _: 0)
```

## Fix safety
There is no fix: whether all nodes get the value is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import selects_several
from treelint.selector.replacement import is_scalar_literal
from treelint.selector.wording import scalar_replacement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls with a sequence of nodes and a value without a length."""
    for call in file.tree_at_calls:
        if call.selector is None or call.replace is None:
            continue
        if not selects_several(call.selector.body) or not is_scalar_literal(call.replace):
            continue
        if not file.expects(call.node, "TypeError"):
            message = scalar_replacement(call.replace, file.text)
            yield rule.at(file, call.replace, message)


rule = Rule(
    code="TL204",
    name="scalar-replacement",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: (m.a, m.b), m, (0, 0))",
        "eqx.tree_at(lambda m: m.layers, m, 0)",
        "eqx.tree_at(lambda m: tuple(m.layers), m, None)",
        "eqx.tree_at(lambda m: (m.a, m.b), m, replace_fn=lambda _: 0)",
        "eqx.tree_at(lambda m: (m.a, m.b), m, zeros)",
        "eqx.tree_at(lambda m: (m.a), m, 0)",
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, 0)"),
        Invalid("b = eqx.tree_at(lambda m: (m.a,), m, None)"),
        Invalid("b = eqx.tree_at(lambda m: [l.w for l in m.layers], m, replace=-1.0)"),
        Invalid("b = eqx.tree_at(lambda m: tuple(l.w for l in m.layers), m, True)"),
    ),
)
