"""Both `replace` and `replace_fn` are given.

## What it does
Looks for calls of `tree_at` with both. The fourth positional argument is `replace_fn`:
`tree_at(where, tree, 5, is_none)` gives both.

## Why is this bad?
`tree_at` takes exactly one of them, and raises.

## Example
```python
eqx.tree_at(lambda m: m.bias, model, bias, lambda x: x is None)
```

## Use instead
```python
eqx.tree_at(lambda m: m.bias, model, bias, is_leaf=lambda x: x is None)
```

## Fix safety
There is no fix: which of the two was meant is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.wording import BOTH_BY_POSITION, BOTH_REPLACEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls with both."""
    for call in file.tree_at_calls:
        if call.replace is None or call.replace_fn is None:
            continue
        if not file.expects(call.node, "ValueError"):
            by_position = call.replace_fn in call.node.args
            message = BOTH_BY_POSITION if by_position else BOTH_REPLACEMENTS
            yield rule.at(file, call.replace_fn, message)


rule = Rule(
    code="TL201",
    name="replace-and-replace-fn",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: m.a, m, 1)",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=f)",
        "eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: x is None)",
        (
            "import unittest\nclass T(unittest.TestCase):\n    def test(self):\n"
            "        with self.assertRaises(ValueError):\n"
            "            eqx.tree_at(lambda m: m.a, m, 1, f)"
        ),
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: m.a, m, 1, replace_fn=f)"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, replace=1, replace_fn=f)"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, 1, lambda x: x is None)"),
        Invalid("from equinox import tree_at as at\nb = at(w, m, None, f)"),
    ),
)
