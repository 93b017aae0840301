"""`replace_fn` cannot be called with one argument.

## What it does
Looks for a `replace_fn` that is a function of no parameter, or of several without defaults, and
for one that is no function at all.

## Why is this bad?
`tree_at` calls `replace_fn` with each node, and with nothing else: the call raises.

## Example
```python
eqx.tree_at(lambda m: m.weight, model, replace_fn=lambda weight, scale: weight * scale)
eqx.tree_at(lambda m: m.bias, model, replace_fn=None)
```

## Use instead
```python
eqx.tree_at(lambda m: m.weight, model, replace_fn=lambda weight: weight * scale)
eqx.tree_at(lambda m: m.bias, model, replace=None)
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
from treelint.selector.questions import node_count
from treelint.selector.replacement import is_no_function
from treelint.selector.wording import WRONG_REPLACE_FN, not_a_replace_fn
from treelint.signature import takes_one_argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Functions that one node does not fit."""
    for call in file.tree_at_calls:
        function = call.replace_fn
        if function is None or call.replace is not None or not call.has_all:
            continue
        if call.selector is not None and node_count(call.selector.body) == 0:
            continue  # it is never called
        message = _wrong(file, function)
        if message is not None and not file.expects(call.node, "TypeError"):
            yield rule.at(file, function, message)


def _wrong(file: FileIndex, function: ast.expr) -> str | None:
    if is_no_function(file.names.value(function), file.names):
        return not_a_replace_fn(file.text(function))
    definition: object = function
    if isinstance(function, ast.Name):
        definition = file.names.definition(function)
    match definition:
        case ast.Lambda(args=parameters):
            fits = takes_one_argument(parameters)
        case ast.FunctionDef(args=parameters, decorator_list=[]):
            fits = takes_one_argument(parameters)
        case ast.AsyncFunctionDef(args=parameters, decorator_list=[]):
            fits = takes_one_argument(parameters)
        case _:
            return None
    return None if fits else WRONG_REPLACE_FN


rule = Rule(
    code="TL207",
    name="replace-fn-signature",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a: a + 1)",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a, s=s: a * s)",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=lambda *nodes: nodes[0])",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=jnp.zeros_like)",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=make())",
        "class C:\n    def __call__(self, a): ...\neqx.tree_at(lambda m: m.a, m, replace_fn=C())",
        "class C:\n    def __init__(self, a): ...\neqx.tree_at(lambda m: m.a, m, replace_fn=C)",
        "@partially\ndef f(a, b): ...\neqx.tree_at(lambda m: m.a, m, replace_fn=f)",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=lambda: 0, **options)",
        "eqx.tree_at(lambda _: (), m, replace_fn=lambda: 0)",
        (
            "import pytest\nwith pytest.raises(TypeError):\n"
            "    eqx.tree_at(lambda m: m.a, m, replace_fn=0)"
        ),
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda: 0)"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a, b: b)"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a, *, k: k)"),
        Invalid("def f(a, b): ...\nb = eqx.tree_at(lambda m: m.a, m, replace_fn=f)"),
        Invalid("f = lambda: 0\nb = eqx.tree_at(lambda m: m.a, m, replace_fn=f)"),
        Invalid("async def f(): ...\nb = eqx.tree_at(lambda m: m.a, m, replace_fn=f)"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, replace_fn=None)"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, replace_fn=(f, g))"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, replace_fn=-1.0)"),
        Invalid("b = eqx.tree_at(lambda m: m.a, m, replace_fn=jnp.zeros(2))"),
        Invalid("new = jnp.zeros(2)\nb = eqx.tree_at(lambda m: m.a, m, replace_fn=new)"),
    ),
)
