"""Several nodes are replaced by one array, string or dict, which is taken apart for them.

## What it does
Looks for a selector of several nodes, or of one node in a tuple, with a string, a dict, or an
array from a function such as `jnp.zeros` or `jnp.array` for a replacement. What means to take
something apart is fine: `jax.random.split(...)`, `jnp.split(...)`, `d.values()`.

## Why is this bad?
Several nodes want a sequence of replacements, one for each, and whatever has a length is taken for
one. An array is split along its first axis, a string into its characters, and of a dict the
*keys* become the nodes. `tree_at` raises where the lengths differ, and says nothing where they
agree.

## Example
```python
eqx.tree_at(lambda m: (m.scale, m.shift), model, jnp.zeros(2))
```

## Use instead
```python
eqx.tree_at(lambda m: (m.scale, m.shift), model, (jnp.zeros(2), jnp.zeros(2)))
eqx.tree_at(lambda m: (m.scale, m.shift), model, replace_fn=lambda _: jnp.zeros(2))
```

## Fix safety
There is no fix: whether all nodes get the value, or each a part of it, is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import node_count, selects_several
from treelint.selector.replacement import taken_apart_as
from treelint.selector.wording import split_replacement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls with a sequence of nodes and one value that has a length."""
    for call in file.tree_at_calls:
        if call.selector is None or call.replace is None:
            continue
        body = call.selector.body
        if not selects_several(body) or node_count(body) == 0:
            continue
        parts = taken_apart_as(file.names.value(call.replace), file.names)
        if parts is not None and not file.expects(call.node, "ValueError", "TypeError"):
            yield rule.at(file, call.replace, split_replacement(parts))


rule = Rule(
    code="TL205",
    name="split-replacement",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: (m.a, m.b), m, (jnp.zeros(2), jnp.ones(2)))",
        "eqx.tree_at(lambda m: (m.a, m.b), m, jax.random.split(key))",
        "eqx.tree_at(lambda m: (m.a, m.b), m, jnp.split(x, 2))",
        "eqx.tree_at(lambda m: (m.a, m.b), m, {'a': 1, 'b': 2}.values())",
        "new = {'a': 1, 'b': 2}\neqx.tree_at(lambda m: (m.a, m.b), m, new.values())",
        "eqx.tree_at(lambda m: (m.a, m.b), m, jnp.stack([x, y]))",
        "eqx.tree_at(lambda m: (m.a), m, jnp.zeros(2))",
        "eqx.tree_at(lambda m: m.layers, m, 'ab')",
        "eqx.tree_at(lambda m: tuple(m.layers), m, {'a': 1})",
        "eqx.tree_at(lambda m: (m.a, m.b), m, replace_fn=lambda _: 'ab')",
        "eqx.tree_at(lambda m: (m.a, m.b), m, array([1, 2]))",
        "eqx.tree_at(lambda _: (), m, {})",
        "new = 'ab'\nnew = (1, 2)\neqx.tree_at(lambda m: (m.a, m.b), m, new)",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda m: (m.a, m.b), m, jnp.zeros(3))"
        ),
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, jnp.zeros((2, 3)))"),
        Invalid("b = eqx.tree_at(lambda m: (m.a,), m, replace=jnp.asarray(x))"),
        Invalid("import numpy as np\nb = eqx.tree_at(lambda m: [m.a, m.b], m, np.array([1, 2]))"),
        Invalid("b = eqx.tree_at(lambda m: [l.w for l in m.layers], m, jnp.ones(n))"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, 'ab')"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, f'{x}')"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, b'ab')"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, {'a': 1, 'b': 2})"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, {k: 1 for k in 'ab'})"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, dict(a=1, b=2))"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, str(x))"),
        Invalid("b = eqx.tree_at(lambda m: (m.a, m.b), m, ''.join(x))"),
    ),
)
