"""`where` cannot be called with one argument.

## What it does
Looks for a `where` that is a function of no parameter, or of several without defaults, and for
one that is no function at all.

## Why is this bad?
`tree_at` calls `where` with the tree, and with nothing else: the call raises.

## Example
```python
eqx.tree_at(lambda m, i: m.layers[i], model, new)
eqx.tree_at("layers", model, new)
```

## Use instead
```python
eqx.tree_at(lambda m: m.layers[i], model, new)
eqx.tree_at(lambda m: m.layers, model, new)
```

## Fix safety
There is no fix: what the other arguments should be is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.wording import WRONG_PARAMETERS
from treelint.signature import takes_one_argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex

_NO_FUNCTIONS = (
    ast.Constant,
    ast.JoinedStr,
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors that one argument does not fit."""
    for call in file.tree_at_calls:
        if call.where is None or file.expects(call.node, "TypeError"):
            continue
        if isinstance(call.where, _NO_FUNCTIONS):
            message = "`where` is no function; pass one that takes the tree and returns its node"
            yield rule.at(file, call.where, message)
        elif call.function is not None and not takes_one_argument(call.function.args):
            yield rule.at(file, call.where, WRONG_PARAMETERS)


rule = Rule(
    code="TL110",
    name="where-signature",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: m.a, m, 1)",
        "eqx.tree_at(lambda m, i=i: m.layers[i], m, 1)",
        "eqx.tree_at(lambda *trees: trees[0].a, m, 1)",
        "eqx.tree_at(lambda m, /, *, name='a': m[name], m, 1)",
        "def make(i, j):\n    return lambda m: m[i][j]\neqx.tree_at(make(0, 1), m, 1)",
        "@partially\ndef f(i, m):\n    return m[i]\neqx.tree_at(f, m, 1)",
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda: model.a, model, 1)"),
        Invalid("b = eqx.tree_at(lambda m, i: m.layers[i], m, 1)"),
        Invalid("b = eqx.tree_at(lambda m, *, i: m.layers[i], m, 1)"),
        Invalid("def f(m, i):\n    return m[i]\nb = eqx.tree_at(f, m, 1)"),
        Invalid("b = eqx.tree_at('a', m, 1)"),
    ),
)
