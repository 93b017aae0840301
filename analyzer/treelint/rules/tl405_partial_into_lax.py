"""A `Partial` that cannot be hashed is given to a transformation that hashes its function.

## What it does
Looks for `equinox.Partial` as the function of `jax.lax.scan`, `while_loop`, `fori_loop`, `cond`
or `switch`, of `jax.jit`, `jax.checkpoint`, `jax.pmap`, `jax.pure_callback` or
`jax.closure_convert`. A `treeops.Partial` is found there if it holds an array, a list, a dict or
a set, as it has a hash if all that it holds has one. `jax.lax.map`, `jax.vmap` and `jax.grad`
take either.

## Why is this bad?
These functions look up in a cache, by the hash of the function, what they have traced before. An
`equinox.Partial` holds its keywords in a dict, and has no hash, so that they raise.

## Example
```python
jax.lax.scan(eqx.Partial(step, model), carry, xs)
```

## Use instead
```python
import functools

jax.lax.scan(functools.partial(step, model), carry, xs)
```

## Fix safety
Unsafe: `functools.partial` is no tree, so that what it binds is a constant for transformations
around this one that take the function apart.

## References
- [`equinox.Partial`](https://docs.kidger.site/equinox/api/utilities/miscellaneous/#equinox.Partial)
- [`jax.lax.scan`](https://docs.jax.dev/en/latest/_autosummary/jax.lax.scan.html)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix
from treelint.fixing.imports import first_name, reference
from treelint.rule import FixKind, Invalid, Rule
from treelint.sites.usage import HASHED, functions_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

_ARRAYS = ("jax.numpy.", "jax.random.", "numpy.")
_CONTAINERS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


def check(file: FileIndex) -> Iterator[Finding]:
    """Partials among the functions."""
    for call in file.calls_of(HASHED):
        name = file.names.qualified_name(call.func) or ""
        for argument in functions_in(call, HASHED[name]):
            partial = file.names.value(argument)
            if not isinstance(partial, ast.Call) or not _is_unhashable(file, partial):
                continue
            if file.expects(call, "TypeError"):
                continue
            message = (
                f"`{name}` hashes its function, and a `Partial` of equinox or treeops over arrays "
                "has no hash: this raises; use `functools.partial`"
            )
            yield rule.at(file, argument, message, _fix(file, argument, partial))


def _is_unhashable(file: FileIndex, partial: ast.Call) -> bool:
    match file.names.qualified_name(partial.func):
        case "equinox.Partial":
            return True
        case "treeops.Partial":
            bound = (*partial.args[1:], *(keyword.value for keyword in partial.keywords))
            return any(_has_no_hash(file, file.names.value(value)) for value in bound)
    return False


def _has_no_hash(file: FileIndex, value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        name = file.names.qualified_name(value.func)
        return name is not None and name.startswith(_ARRAYS)
    return isinstance(value, _CONTAINERS)


def _fix(file: FileIndex, argument: ast.expr, partial: ast.Call) -> Fix | None:
    """`functools.partial` instead, unless the Partial has other uses, as a tree."""
    if not partial.args or isinstance(partial.args[0], ast.Starred):
        return None
    if isinstance(argument, ast.Name) and not _is_read_once(file, argument):
        return None
    place = first_name(partial.func)
    other = None if place is None else reference(file, "functools", "partial", place)
    if other is None:
        return None
    return Fix.unsafe(f"use `{other.text}`", *other.instead_of(partial.func))


def _is_read_once(file: FileIndex, name: ast.Name) -> bool:
    return [use for use in file.uses(name) if isinstance(use.ctx, ast.Load)] == [name]


rule = Rule(
    code="TL405",
    name="partial-into-lax",
    names=frozenset({"equinox.Partial", "treeops.Partial"}),
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "import functools as ft\njax.lax.scan(ft.partial(step, model), carry, xs)",
        "jax.lax.scan(jax.tree_util.Partial(step, model), carry, xs)",
        "jax.lax.map(eqx.Partial(f, x), xs)",
        "jax.vmap(eqx.Partial(f, x))(xs)",
        "jax.grad(eqx.Partial(f, x))(1.0)",
        "eqx.filter_jit(eqx.Partial(f, x))(1.0)",
        "jax.lax.scan(step, eqx.Partial(f, x), xs)",
        "jax.lax.scan(lambda c, x: (c, eqx.Partial(f, c)(x)), carry, xs)",
        "from lib import scan\nscan(eqx.Partial(step, model), carry, xs)",
        # That one has a hash if what it holds has one.
        "from treeops import Partial\njax.lax.scan(Partial(step, 2), carry, xs)",
        "import pytest\nwith pytest.raises(TypeError):\n    jax.jit(eqx.Partial(f, x))",
        "f = eqx.Partial(f, x)\nf = g\njax.jit(f)",
    ),
    invalid=(
        Invalid(
            "from functools import partial\njax.lax.scan(eqx.Partial(step, model), carry, xs)",
            "from functools import partial\njax.lax.scan(partial(step, model), carry, xs)",
        ),
        Invalid(
            "import functools as ft\njax.lax.while_loop(cond, (eqx.Partial)(body, x, k=1), 0)",
            "import functools as ft\njax.lax.while_loop(cond, (ft.partial)(body, x, k=1), 0)",
        ),
        Invalid(
            "import functools\njax.lax.switch(i, [eqx.Partial(f, x), g], 0)",
            "import functools\njax.lax.switch(i, [functools.partial(f, x), g], 0)",
        ),
        Invalid(
            "import functools\ndef f(x):\n    step = eqx.Partial(\n        g, x  # kept\n    )\n"
            "    return jax.jit(step)",
            "import functools\ndef f(x):\n    step = functools.partial(\n        g, x  # kept\n"
            "    )\n    return jax.jit(step)",
        ),
        Invalid("def f(x):\n    step = eqx.Partial(g, x)\n    return jax.jit(step), step"),
        Invalid("functools = 1\njax.lax.cond(p, eqx.Partial(f, x), g, 0)"),
        Invalid("jax.checkpoint(eqx.Partial(func=f, x=1))"),
        Invalid("functools = 1\njax.lax.fori_loop(0, 3, body_fun=eqx.Partial(f, x), init_val=0)"),
        Invalid(
            "from functools import partial\nfrom treeops import Partial\n"
            "jax.lax.scan(Partial(step, jnp.ones(3)), carry, xs)",
            "from functools import partial\nfrom treeops import Partial\n"
            "jax.lax.scan(partial(step, jnp.ones(3)), carry, xs)",
        ),
        Invalid(
            "from functools import partial\nimport treeops\n"
            "jax.jit(treeops.Partial(step, sizes=[1, 2]))",
            "from functools import partial\nimport treeops\njax.jit(partial(step, sizes=[1, 2]))",
        ),
    ),
)
