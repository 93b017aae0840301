"""Neither `replace` nor `replace_fn` is given.

## What it does
Looks for calls of `tree_at` with a selector and a tree only. `replace=None` is a replacement.

## Why is this bad?
`tree_at` takes exactly one of them, and raises.

## Example
```python
eqx.tree_at(lambda m: m.bias, model)
```

## Use instead
```python
eqx.tree_at(lambda m: m.bias, model, bias)
```

## Fix safety
There is no fix: the replacement is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.wording import NO_REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls with neither."""
    for call in file.tree_at_calls:
        is_given = call.replace is not None or call.replace_fn is not None
        if is_given or not call.has_all or call.where is None or call.pytree is None:
            continue
        if not file.expects(call.node, "ValueError"):
            yield rule.at(file, call.node, NO_REPLACEMENT)


rule = Rule(
    code="TL202",
    name="no-replacement",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: m.a, m, None)",
        "eqx.tree_at(lambda m: m.a, m, replace=None)",
        "eqx.tree_at(lambda m: m.a, m, **options)",
        "eqx.tree_at(*arguments)",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=f)",
        "from mylib import tree_at\ntree_at(lambda m: m.a, m)",
    ),
    invalid=(
        Invalid("self.assertTrue(eqx.tree_at(lambda m: m.a, m))"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m)"),
        Invalid("b = eqx.tree_at(where=lambda m: m.a, pytree=m)"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, is_leaf=f)"),
        Invalid("from treeops import tree_at\nb = tree_at(lambda m: m.a, m)"),
    ),
)
