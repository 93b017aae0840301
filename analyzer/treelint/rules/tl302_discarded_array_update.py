"""The result of an out-of-place array update is thrown away.

## What it does
Looks for statements such as `x.at[i].set(v)` that do nothing with the result. Updates of a
mutable reference, as the kernels of Pallas and `jax.new_ref` have them, are fine: whatever may
be such a reference is passed over. The last expression of a notebook's cell is displayed, and so
not lost, unless a semicolon follows it.

## Why is this bad?
A JAX array is immutable: `x.at[i].set(v)`, and `add`, `multiply`, `min` and so on, return a new
array and leave `x` as it is. Without its result such a statement does nothing, and nothing
raises.

## Example
```python
x = jnp.zeros(3)
x.at[0].set(1.0)
```

## Use instead
```python
x = jnp.zeros(3)
x = x.at[0].set(1.0)
```

## Fix safety
Unsafe: the program does something else afterwards. The result is assigned to the array, where
that is a variable of the same function, or an attribute of `self` in a class without bases.

## References
- [`jax.numpy.ndarray.at`](https://docs.jax.dev/en/latest/_autosummary/jax.numpy.ndarray.at.html)
- [Mutable references](https://docs.jax.dev/en/latest/array_refs.html)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix
from treelint.rule import FixKind, Invalid, Rule, Sign
from treelint.sites.arrays.update import STATEMENT, ArrayUpdate, array_update, may_be_in_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Updates that are statements of their own."""
    for statement in file.nodes(ast.Expr):
        if statement in file.displayed:
            continue
        update = array_update(statement.value)
        if update is None or may_be_in_place(file, update):
            continue
        if file.expects(statement, "ValueError", "TypeError", "IndexError", "AttributeError"):
            continue
        if _is_object(file, update.array):
            continue
        array = ast.unparse(update.array)
        message = (
            f"`.at[...].{update.method}` returns a new array and leaves `{array}` as it is; its "
            "result is lost. Use it, or assign it"
        )
        yield rule.at(file, statement.value, message, _fix(file, statement, update))


def _is_object(file: FileIndex, node: ast.expr) -> bool:
    """Whether something is known to be of a class, whose `at` does what the class says."""
    from treelint.project.types import Instance, alternatives

    return any(isinstance(type_, Instance) for type_ in alternatives(file.types.of(node)))


def _fix(file: FileIndex, statement: ast.Expr, update: ArrayUpdate) -> Fix | None:
    # Loaded here: only a finding needs it.
    from treelint.fixing.assign_back import assign_back

    change = assign_back(file, statement, update.array)
    if change is None:
        return None
    return Fix.unsafe(f"assign the result to `{ast.unparse(update.array)}`", change)


rule = Rule(
    code="TL302",
    name="discarded-array-update",
    names=frozenset(),
    signs=(Sign(("jax", ".at["), STATEMENT),),
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "x = x.at[0].set(1)",
        "def f(x):\n    return x.at[0].add(1)",
        "g(x.at[0].set(1))",
        "x.at[0].get()",
        "x.at(0).set(1)",
        # References are updated in place, and Pallas is full of them.
        "def kernel(x_ref, o_ref):\n    o_ref.at[0].set(x_ref[0])",
        "def step(self):\n    self.refs[0].at[0].set(1)",
        "def step(state):\n    state.acc_ref.at[0].set(1)",
        "from jax.experimental import pallas as pl\ndef kernel(x, o):\n    o.at[0].set(x[0])",
        "from jax.experimental import pallas as pl\n(a or b).at[0].set(1)",
        "r = jax.new_ref(jnp.zeros(3))\nr.at[0].set(1)",
        "counts = jax.array_ref(jnp.zeros(3))\n@jax.jit\ndef f():\n    counts.at[0].set(1)",
        # A cell of a data frame may be a set of Python's.
        "import pandas as pd\ndef f(df):\n    df.at[0, 'seen'].add(3)",
        "import pytest\nwith pytest.raises(IndexError):\n    x.at[0, 0].set(1)",
        "try:\n    x.at[0].set('a')\nexcept TypeError:\n    pass",
        "class T:\n    at = _At()\nt = T()\nt.at[0].set(1)",
        "def test(self):\n    with self.assertNoWarnings():\n        jnp.zeros(5).at[0].set(1)",
    ),
    invalid=(
        Invalid("x.at[0].set(1)  # kept", "x = x.at[0].set(1)  # kept"),
        Invalid(
            "def f(x, i):\n    a = 1; x.at[i, :].multiply(2); b = 2\n    return x",
            "def f(x, i):\n    a = 1; x = x.at[i, :].multiply(2); b = 2\n    return x",
        ),
        Invalid(
            "def f(x):\n    for i in range(3):\n        x.at[i].add(\n            i\n        )\n"
            "    return x",
            "def f(x):\n    for i in range(3):\n        x = x.at[i].add(\n            i\n"
            "        )\n    return x",
        ),
        Invalid("x.at[0].set(1).at[1].max(2)", "x = x.at[0].set(1).at[1].max(2)"),
        Invalid(
            "class A:\n    def f(self):\n        self.x.at[0].set(1)",
            "class A:\n    def f(self):\n        self.x = self.x.at[0].set(1)",
        ),
        # In a file with references, an array that is known to be one.
        Invalid(
            "from jax.experimental import pallas as pl\nx = jnp.zeros(3)\nx.at[0].set(1)",
            "from jax.experimental import pallas as pl\nx = jnp.zeros(3)\nx = x.at[0].set(1)",
        ),
        Invalid(
            "r = jax.new_ref(y)\nx = jnp.zeros(3)\nx = x.at[0].set(1)\nx.at[1].set(1)",
            "r = jax.new_ref(y)\nx = jnp.zeros(3)\nx = x.at[0].set(1)\nx = x.at[1].set(1)",
        ),
        # A reference has no `add`.
        Invalid(
            "r = jax.new_ref(jnp.zeros(3))\ndef f(y):\n    y.at[0].add(1)\n    return y",
            "r = jax.new_ref(jnp.zeros(3))\ndef f(y):\n    y = y.at[0].add(1)\n    return y",
        ),
        Invalid("params['w'].at[0].set(1)"),
        Invalid("make().at[0].set(1)"),
        Invalid("for x in xs:\n    x.at[0].set(1)"),
        Invalid("class M(eqx.Module):\n    def f(self):\n        self.x.at[0].set(1)"),
        Invalid(
            "import pandas as pd\nx = jnp.zeros(3)\nx.at[0].add(1)",
            "import pandas as pd\nx = jnp.zeros(3)\nx = x.at[0].add(1)",
        ),
    ),
)
