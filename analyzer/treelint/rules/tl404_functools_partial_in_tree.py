"""A `functools.partial` hides the arrays that it binds, in a tree.

## What it does
Looks for `functools.partial` that binds an array, or a module with arrays in it, and becomes a
field of a module that is no static field, or an argument of a function that `jax.jit` or
`equinox.filter_jit` compiles.

## Why is this bad?
A `functools.partial` is one leaf, and not an array. What it binds gets no gradients and no
updates. `jax.jit` raises for such an argument; for `equinox.filter_jit` it is static, so that the
function is compiled anew for each one.

## Example
```python
import functools


class Model(eqx.Module):
    fn: object

    def __init__(self, key):
        weight = jax.random.normal(key, (3, 3))
        self.fn = functools.partial(jnp.matmul, weight)
```

## Use instead
```python
import functools


class Model(eqx.Module):
    fn: object

    def __init__(self, key):
        weight = jax.random.normal(key, (3, 3))
        self.fn = eqx.Partial(jnp.matmul, weight)
```

## Fix safety
Unsafe: what is bound is traced, differentiated and updated afterwards, and a keyword that is
bound cannot be given again. For plain `jax.jit` it becomes a `jax.tree_util.Partial`, whose
function is no leaf. No fix is offered where the partial goes to `jax.lax.scan` and the like as
well, which hash their function.

## References
- [`equinox.Partial`](https://docs.kidger.site/equinox/api/utilities/miscellaneous/#equinox.Partial)
- [`jax.tree_util.Partial`](https://docs.jax.dev/en/latest/_autosummary/jax.tree_util.Partial.html)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix
from treelint.fixing.imports import Reference, first_name, of_either_family, reference
from treelint.rule import FixKind, Invalid, Rule, Sign
from treelint.sites.usage import Use, uses_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.sites.tree_places import Place

_PARTIAL = "functools.partial"
_JIT = "jax.jit"


def check(file: FileIndex) -> Iterator[Finding]:
    """Partials that bind arrays, by where they end up."""
    hiding = {call: bound for call in file.calls_of((_PARTIAL,)) if (bound := _array(file, call))}
    if not hiding:
        return
    from treelint.project.values import sole_value
    from treelint.sites.tree_places import into_trees

    for value, place in into_trees(file):
        partial = sole_value(file.types, value)
        if not isinstance(partial, ast.Call) or partial not in hiding:
            continue
        bound = hiding.pop(partial)
        if not file.expects(value, "TypeError"):
            message = f"`functools.partial` is no tree, and hides `{file.text(bound)}` from JAX"
            where, cure = _worded(place)
            fix = _fix(file, partial, place)
            yield rule.at(file, partial, f"{message}{where}; use {cure}", fix)


def _array(file: FileIndex, call: ast.Call) -> ast.expr | None:
    """The first thing that is bound, and surely holds an array."""
    from treelint.project.contents import holds_array
    from treelint.project.types import Array, ArrayKind, Instance

    for value in (*call.args[1:], *(keyword.value for keyword in call.keywords)):
        match file.types.of(value):
            case Array(kind=ArrayKind.JAX):
                return value
            case Instance() as tree if holds_array(tree):
                return value
    return None


def _worded(place: Place) -> tuple[str, str]:
    """Where the partial goes, and what to use there."""
    if place.jit == _JIT:
        return ": `jax.jit` takes no such argument", "`jax.tree_util.Partial`"
    where = f" in the field `{place.field}`"
    if place.jit is not None:
        where = f": `{place.jit}` compiles anew for each one"
    return where, "`equinox.Partial` or `treeops.Partial`"


def _fix(file: FileIndex, call: ast.Call, place: Place) -> Fix | None:
    if Use.HASHED in uses_of(file, call):
        return None
    partial = _of_jax(file, call) if place.jit == _JIT else None
    if place.jit != _JIT:
        partial = of_either_family(file, "Partial", call.func)
    if partial is None:
        return None
    return Fix.unsafe(f"use `{partial.text}`", *partial.instead_of(call.func))


def _of_jax(file: FileIndex, call: ast.Call) -> Reference | None:
    """The one whose function is no leaf: plain `jit` takes no leaves but arrays."""
    from treelint.sites.hidden_leaves import has_arrays

    name = first_name(call.func)
    if name is None or has_arrays(file, call.args[0]):
        return None
    served = reference(file, "jax.tree_util", "Partial", name)
    return served or reference(file, "jax", "tree_util.Partial", name)


_MODEL = """\
import functools
class M(eqx.Module):
    fn: object
    other: object = eqx.field(static=True, default=None)
"""
_INIT = """\
import functools as ft
class M(eqx.Module):
    fn: object
    def __init__(self, fn, x: jax.Array):
"""
_STEP = "from functools import partial\n@{}\ndef step(f, x):\n    return f(x)\ny = jnp.ones(2)\n"

rule = Rule(
    code="TL404",
    name="functools-partial-in-tree",
    # Nearly every file about JAX has a `partial`; only those with a tree can go wrong.
    names=frozenset(),
    signs=tuple(
        Sign(("partial", tree), r"\bpartial\b")
        for tree in ("chex", "equinox", "flax.struct", "register_dataclass")
    ),
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_MODEL}m = M(functools.partial(jax.nn.gelu, approximate=False))",
        f"{_MODEL}m = M(functools.partial(f, x))",
        f"{_MODEL}m = M(eqx.Partial(f, jnp.ones(2)))",
        f"{_MODEL}m = M(None, functools.partial(f, jnp.ones(2)))",
        f"{_MODEL}m = M(functools.partial(f, jnp.ones(2))(3))",
        f"{_MODEL}p = functools.partial(f, jnp.ones(2))\njax.lax.scan(p, 0, None, length=3)",
        f"{_MODEL}import numpy as np\nm = M(functools.partial(f, np.ones(2)))",
        # What the constructor does with it is its own affair.
        f"{_INIT}        self.fn = fn(x)\nm = M(ft.partial(eqx.nn.Linear, key=jnp.ones(2)), 1)",
        (
            f"{_INIT}        fn = list(fn)\n        self.fn = fn\n"
            "m = M(ft.partial(eqx.nn.Linear, key=jnp.ones(2)), 1)"
        ),
        (
            "import functools\nclass M(eqx.Module):\n    fn: object\n"
            "    def __post_init__(self):\n        self.fn = self.fn()\n"
            "m = M(functools.partial(f, jnp.ones(2)))"
        ),
        (
            "import functools\nfrom typing import NamedTuple\nclass Pair(NamedTuple):\n"
            "    init: object\np = Pair(functools.partial(f, jnp.ones(2)))"
        ),
        (
            "import functools\nclass A:\n    def __init__(self):\n"
            "        self.f = functools.partial(f, jnp.ones(2))"
        ),
        f"{_STEP.format('partial(jax.jit, static_argnums=0)')}step(partial(f, y), 1)",
        f"{_STEP.format('other')}step(partial(f, y), 1)",
        f"{_STEP.format('jax.jit')}step(partial(f, y)(1), 1)",
        (
            f"{_STEP.format('jax.jit')}import pytest\nwith pytest.raises(TypeError):\n"
            "    step(partial(f, y), 1)"
        ),
    ),
    invalid=(
        Invalid(
            f"{_MODEL}m = M(functools.partial(f, 1, jnp.ones(2)))",
            f"{_MODEL}m = M(eqx.Partial(f, 1, jnp.ones(2)))",
        ),
        Invalid(
            f"{_MODEL}l = eqx.nn.Linear(2, 2, key=key)\nm = M(fn=functools.partial(f, layer=l))",
            f"{_MODEL}l = eqx.nn.Linear(2, 2, key=key)\nm = M(fn=eqx.Partial(f, layer=l))",
        ),
        Invalid(
            f"{_MODEL}def make(x: jax.Array):\n    p = functools.partial(\n        f, x)  # kept\n"
            "    return M(p)",
            f"{_MODEL}def make(x: jax.Array):\n    p = eqx.Partial(\n        f, x)  # kept\n"
            "    return M(p)",
        ),
        Invalid(
            f"{_INIT}        self.fn = ft.partial(fn, x)",
            f"{_INIT}        self.fn = eqx.Partial(fn, x)",
        ),
        Invalid(
            f"{_INIT}        if x:\n            self.fn: object = (ft.partial)(fn, x=x)",
            f"{_INIT}        if x:\n            self.fn: object = (eqx.Partial)(fn, x=x)",
        ),
        Invalid(
            f"{_INIT}        self.fn = fn\nm = M(ft.partial(f, jnp.ones(2)), 1)",
            f"{_INIT}        self.fn = fn\nm = M(eqx.Partial(f, jnp.ones(2)), 1)",
        ),
        Invalid(
            f"{_STEP.format('jax.jit')}step(partial(f, y), 1)",
            f"{_STEP.format('jax.jit')}step(jax.tree_util.Partial(f, y), 1)",
        ),
        Invalid(
            f"import jax.tree_util as jt\n{_STEP.format('jax.jit')}step(f=partial(f, y), x=1)",
            f"import jax.tree_util as jt\n{_STEP.format('jax.jit')}step(f=jt.Partial(f, y), x=1)",
        ),
        Invalid(
            f"{_STEP.format('jax.jit')}l = eqx.nn.Linear(2, 2, key=key)\nstep(partial(l, y), 1)"
        ),
        Invalid(
            f"{_STEP.format('eqx.filter_jit')}step(x=1, f=partial(f, y))",
            f"{_STEP.format('eqx.filter_jit')}step(x=1, f=eqx.Partial(f, y))",
        ),
        Invalid(
            f"{_STEP.format('other')}fast = jax.jit(step)\nfast(partial(f, y), 1)",
            f"{_STEP.format('other')}fast = jax.jit(step)\nfast(jax.tree_util.Partial(f, y), 1)",
        ),
        Invalid(
            f"{_MODEL}p = functools.partial(f, jnp.ones(2))\njax.lax.map(p, xs)\n"
            "jax.lax.scan(p, 0, xs)\nm = M(p)"
        ),
        Invalid(
            "import flax, functools\n@flax.struct.dataclass\nclass A:\n    f: object\n"
            "def make(x: jax.Array, eqx, equinox):\n    return A(functools.partial(g, x))"
        ),
    ),
)
