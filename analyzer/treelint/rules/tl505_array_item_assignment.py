"""An item of a JAX array is assigned.

## What it does
Looks for assignments to items of arrays that are certainly JAX's: `x[i] = v`, `x[i] += v`, and
`del x[i]`. Mutable references, as the kernels of Pallas and `jax.new_ref` have them, are fine,
and so are numpy's arrays. Of an array in a frozen tree, such as a module, the tree is updated.

## Why is this bad?
A JAX array is immutable: assigning to an item raises a `TypeError`. `x.at[i].set(v)` returns a
new array, which takes the place of the old one.

## Example
```python
def first_to_one(x: jax.Array):
    x[0] = 1.0
    return x
```

## Use instead
```python
def first_to_one(x: jax.Array):
    x = x.at[0].set(1.0)
    return x
```

## Fix safety
Safe: the old code could only raise. The new code does what the old does with an array of numpy,
with indices and values evaluated once and in the same order. `x[i] += v` becomes
`x = x.at[i].set(x[i] + v)`: `add` would count an index that is given twice.

No fix is offered, and the message says why, where something else may have the array and would
not see the change: a parameter that is not returned, another variable that is used afterwards, a
view such as `x[1:]` or `x.T`, a list that it was appended to; nor where the variable cannot be
assigned, or what is evaluated meanwhile may assign it. A tree must be one that the code has made,
with arrays of its own.

JAX does a few things in another way than numpy. It passes over an index that is out of bounds,
broadcasts no value that has more axes than the item, warns where the value does not fit the
array's dtype, and takes no mask of unknown values under `jit`.

## References
- [`jax.numpy.ndarray.at`](https://docs.jax.dev/en/latest/_autosummary/jax.numpy.ndarray.at.html)
- [Mutable references](https://docs.jax.dev/en/latest/array_refs.html)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from treelint.findings import Fix, Rewrite
from treelint.rule import FixKind, Invalid, Rule, Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.sites.arrays.plan import Plan


def _may_assign_item(data: bytes) -> bool:
    # Loaded here: a file with a name that some rule looks at needs no glance.
    from treelint.sites.arrays.glance import may_assign_item

    return may_assign_item(data)


def check(file: FileIndex) -> Iterator[Finding]:
    """Items of arrays that are assigned or deleted."""
    if not any(not isinstance(item.ctx, ast.Load) for item in file.nodes(ast.Subscript)):
        return
    # Loaded here: most files assign to no items, or to those of dicts.
    from treelint.sites.arrays.aliases import Aliases
    from treelint.sites.arrays.items import Withheld, written_items
    from treelint.sites.arrays.rewriting import plan
    from treelint.sites.unreachable import is_unreachable

    aliases = Aliases(file)
    for statement, items in written_items(file):
        item = items[0]
        if file.expects(item, "TypeError", "AttributeError") or is_unreachable(file, statement):
            continue
        array = ast.unparse(item.value)
        if isinstance(statement, ast.Delete):
            message = (
                f"`{array}` is a JAX array, of which no item can be deleted: this raises. "
                f"`jnp.delete` returns a new array without it"
            )
            yield rule.at(file, item, message)
            continue
        at = ast.Attribute(item.value, "at", ast.Load())
        update = f"{ast.unparse(ast.Subscript(at, item.slice, ast.Load()))}.set(...)"
        message = (
            f"`{array}` is a JAX array, and assigning to an item of it raises a TypeError; "
            f"`{update}` returns a new array"
        )
        found = plan(file, statement, items, aliases)
        if isinstance(found, Withheld):
            yield rule.at(file, item, f"{message}. No fix is offered, as {found.reason}")
        else:
            yield rule.at(file, item, message, _fix(statement, found))


def _fix(statement: ast.stmt, found: Plan) -> Fix:
    def rewritten(old: Any) -> Any:
        from treelint.fixing.array_items import updates

        return updates(old, statement, found)

    roots = dict.fromkeys(ast.unparse(write.assigned) for write, _ in found.writes.values())
    names = " and ".join(f"`{root}`" for root in roots)
    added = () if found.tree_at is None else found.tree_at.added
    what = "arrays" if found.tree_at is None else "arrays, and trees with them,"
    return Fix.safe(f"assign updated {what} to {names}", Rewrite(statement, rewritten), *added)


_LAYER = "class M(eqx.Module):\n    w: jax.Array\n    ws: list[jax.Array]\n"

rule = Rule(
    code="TL505",
    name="array-item-assignment",
    names=frozenset(),
    signs=(Sign(("]",), r"\]", _may_assign_item),),
    fix=FixKind.SAFE,
    check=check,
    valid=(
        "x = jnp.zeros(3)\nx = x.at[0].set(1)",
        "def f(x):\n    x[0] = 1\n    return x",
        "import numpy as np\nx = np.zeros(3)\nx[0] = 1",
        "x = {}\nx[0] = jnp.zeros(3)",
        "xs = [jnp.zeros(3)]\nxs[0] = jnp.ones(3)",
        (
            "class Log:\n    losses: list[jax.Array] = []\n"
            "def f(log: Log, loss):\n    log.losses[0] = loss"
        ),
        "def f(x: jax.Array | None):\n    x[0] = 1\n    return x",
        "import numpy as np\nx = jnp.zeros(3)\nx = np.array(x)\nx[0] = 1",
        (
            "from jaxtyping import Float\nimport numpy as np\n"
            "def f(x: Float[np.ndarray, 'n']):\n    x[0] = 1"
        ),
        "import chex\ndef f(x: chex.Array):\n    x[0] = 1",
        # It may be something of the kind, or be declared only.
        (
            "try:\n    import numpy as xp\nexcept ImportError:\n    import jax.numpy as xp\n"
            "x = xp.zeros(3)\nx[0] = 1"
        ),
        "x = jnp.zeros(3)\nx[0]: int",
        # References are updated in place.
        "x = jax.new_ref(jnp.zeros(3))\nx[0] = 1",
        "def kernel(x_ref: jax.Array, out_ref: jax.Array):\n    out_ref[0] = x_ref[0]",
        "from jax.experimental import pallas as pl\ndef kernel(x: jax.Array):\n    x[0] = 1",
        # In a tree that can be assigned to, or is being made, or may have other arrays.
        (
            "import dataclasses\n@jax.tree_util.register_dataclass\n@dataclasses.dataclass\n"
            "class D:\n    w: jax.Array\ndef f(d: D):\n    d.w[0] = 1"
        ),
        (
            "class M(eqx.Module):\n    w: jax.Array\n    def __init__(self, w):\n"
            "        self.w = w\n        self.w[0] = 1"
        ),
        "class M(eqx.Module):\n    w: np.ndarray\ndef f(m: M):\n    m.w[0] = 1",
        # Written for numpy and JAX alike.
        "J = True\nx = jnp.zeros(3)\nif J:\n    x = x.at[0].set(1)\nelse:\n    x[0] = 1",
        "J = True\ndef f(n):\n    x = jnp.zeros(n)\n    if J:\n        return x\n    x[0] = 1",
        "import pytest\nx = jnp.zeros(3)\nwith pytest.raises(TypeError):\n    x[0] = 1",
        "x = jnp.zeros(3)\ntry:\n    x[0] += 1\nexcept TypeError:\n    pass",
    ),
    invalid=(
        Invalid(
            "x = jnp.zeros(3)\nx[0] = 1  # kept", "x = jnp.zeros(3)\nx = x.at[0].set(1)  # kept"
        ),
        Invalid(
            "def f(x: jax.Array, i):\n    a = 1; x[i, :] *= a + 2; x[1:] = x[0]\n    return a, x",
            "def f(x: jax.Array, i):\n    a = 1; x = x.at[i, :].set(x[i, :] * (a + 2)); "
            "x = x.at[1:].set(x[0])\n    return a, x",
        ),
        Invalid(
            "x = jnp.zeros(3)\nx[\n    0  # first\n] = (\n    f(1)  # one\n    + 2\n)",
            "x = jnp.zeros(3)\nx = x.at[\n    0  # first\n].set(\n    f(1)  # one\n    + 2\n)",
        ),
        # The value is evaluated before the index, and an index once.
        Invalid(
            "def f():\n    x = jnp.zeros(3)\n    x[g()] = h()\n    x[g()] -= h()\n    return x",
            "def f():\n    x = jnp.zeros(3)\n    value = h()\n    x = x.at[g()].set(value)\n"
            "    index = g()\n    x = x.at[index].set(x[index] - h())\n    return x",
        ),
        Invalid(
            "x = jnp.arange(3)\nx[0], x[1] = x[1], x[0]",
            "x = jnp.arange(3)\nvalue, value2 = x[1], x[0]\nx = x.at[0].set(value)\n"
            "x = x.at[1].set(value2)",
        ),
        Invalid(
            "x, y = jnp.zeros(3), jnp.ones(3)\na = x[0] = y[1] = f()\nx[2] = y[0] = 0",
            "x, y = jnp.zeros(3), jnp.ones(3)\nvalue = f()\na = value\nx = x.at[0].set(value)\n"
            "y = y.at[1].set(value)\nx = x.at[2].set(0)\ny = y.at[0].set(0)",
        ),
        Invalid(
            "x = jnp.zeros((3, 3))\nx[0][1]: float = 2.0\nx[0][1] += 1",
            "x = jnp.zeros((3, 3))\nx = x.at[0].set(x[0].at[1].set(2.0))\n"
            "x = x.at[0].set(x[0].at[1].set(x[0][1] + 1))",
        ),
        Invalid(
            "class Counter:\n    def __init__(self):\n        self.x = jnp.zeros(3)\n"
            "    def up(self, i):\n        self.x[i] += 1\n        self.x[0] = self.last()",
            "class Counter:\n    def __init__(self):\n        self.x = jnp.zeros(3)\n"
            "    def up(self, i):\n        self.x = self.x.at[i].set(self.x[i] + 1)\n"
            "        value = self.last()\n        self.x = self.x.at[0].set(value)",
        ),
        Invalid(
            "ws = {'a': jnp.zeros(3)}\nws['a'][0] = 1",
            "ws = {'a': jnp.zeros(3)}\nws['a'] = ws['a'].at[0].set(1)",
        ),
        Invalid(
            "x = jnp.zeros(3)\ndef f(v):\n    global x\n    if v: x[0] = v; x[1] = v",
            "x = jnp.zeros(3)\ndef f(v):\n    global x\n    if v: x = x.at[0].set(v); "
            "x = x.at[1].set(v)",
        ),
        Invalid(
            f"{_LAYER}m = M(jnp.zeros(3), [])\nm.w[0] = 1\nm.w[1] += m.w[0] * 2",
            f"{_LAYER}m = M(jnp.zeros(3), [])\n"
            "m = eqx.tree_at(lambda m: m.w, m, m.w.at[0].set(1))\n"
            "m = eqx.tree_at(lambda m: m.w, m, m.w.at[1].set(m.w[1] + m.w[0] * 2))",
        ),
        Invalid(
            f"{_LAYER}def f():\n    m = M(jnp.zeros(3), [jnp.ones(2)])\n    m.ws[0][g()] = h()\n"
            "    return m",
            f"{_LAYER}def f():\n    m = M(jnp.zeros(3), [jnp.ones(2)])\n    value = h()\n"
            "    m = eqx.tree_at(lambda m: m.ws[0], m, m.ws[0].at[g()].set(value))\n    return m",
        ),
        Invalid(f"{_LAYER}def f(m: M):\n    m.w[0] = 1"),
        Invalid(f"{_LAYER}w = jnp.zeros(3)\nm = M(w, [w])\nm.w[0] = 1"),
        # The caller, another variable, a list, or the code around would not see the new array.
        Invalid("def f(x: jax.Array):\n    x[0] = 1"),
        Invalid("x = jnp.zeros(3)\ny = x[1:]\nx[2] = 1\nprint(y)"),
        Invalid("xs = []\nx = jnp.zeros(3)\nfor i in range(3):\n    xs.append(x)\n    x[i] = 1"),
        Invalid("x = jnp.zeros(3)\ndef f():\n    x[0] = 1"),
        Invalid("x = jnp.zeros((3, 3))\nfor row in x:\n    row[0] = 1"),
        Invalid("x = jnp.zeros((3, 3))\nx[0], x[1] = x[1], x[0]"),
        Invalid("x = jnp.zeros(3)\nx[[0, 1]] = 1"),
        Invalid("x = jnp.zeros(3)\ndel x[0]"),
        Invalid("jnp.zeros(3)[0] = 1"),
    ),
)
