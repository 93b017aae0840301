"""A call of a `Partial` gives what its function has left no room for, or leaves something out.

## What it does
Follows a variable that holds a `Partial` of equinox, treeops or JAX, and nothing else, to its
calls, and compares them with what remains of the signature of its function. A `Partial` calls
`function(*bound, *given, **given_keywords, **bound_keywords)`. A keyword that is bound cannot be
given again, but to `jax.tree_util.Partial`; and behind a parameter that is bound by its name, no
other can be given by its place.

## Why is this bad?
The call raises.

## Example
```python
def step(params, x, lr):
    return params - lr * x


update = eqx.Partial(step, lr=0.1)
params = update(params, x, 0.2)
```

## Use instead
```python
def step(params, x, lr):
    return params - lr * x


update = eqx.Partial(step, lr=0.1)
params = update(params, x)
```

## Fix safety
There is no fix: which argument was meant is not certain.

## References
- [`equinox.Partial`](https://docs.kidger.site/equinox/api/utilities/miscellaneous/#equinox.Partial)
- [`jax.tree_util.Partial`](https://docs.jax.dev/en/latest/_autosummary/jax.tree_util.Partial.html)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import PARTIAL
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls of what holds a Partial."""
    if not file.calls_of(PARTIAL):
        return
    from treelint.partial_wording import worded
    from treelint.project.binding import misfits
    from treelint.sites.partial_call import partial_behind, signature_after, written

    for call in file.nodes(ast.Call):
        if not isinstance(call.func, ast.Name | ast.Call):
            continue
        partial = partial_behind(file, call.func)
        given = written(call)
        if partial is None or given is None or file.expects(call, "TypeError"):
            continue
        signature = signature_after(file, partial)
        if signature is None:
            continue
        for misfit in misfits(signature, given, is_call=True):
            yield rule.at(file, call, f"{worded(signature.name, misfit)}: this call raises")


_P = "def f(a, b, *, c=1):\n    return a\np = eqx.Partial(f, 1)\n"

rule = Rule(
    code="TL403",
    name="partial-call",
    names=PARTIAL,
    fix=FixKind.NONE,
    check=check,
    valid=(
        f"{_P}p(2)",
        f"{_P}p(b=2, c=3)",
        f"{_P}p(*args)",
        f"{_P}p(1, **options)",
        f"{_P}p = g\np(1, 2, 3)",
        f"{_P}if g:\n    p = g\np(1, 2, 3)",
        f"{_P}def h(p):\n    return p(1, 2, 3)",
        f"{_P}def h():\n    p = g\n    return p(1, 2, 3)",
        f"{_P}try:\n    p()\nexcept TypeError:\n    pass",
        "def f(a, b): ...\np = eqx.Partial(f, a=1)\np(b=2)",
        "def f(a, b): ...\np = jax.tree_util.Partial(f, b=1)\np(1, b=2)",
        "def f(a, *args, **kwargs): ...\np = eqx.Partial(f, 1)\np(2, 3, k=4)",
        "def f(a, b=1): ...\np = eqx.Partial(f)\np(1)",
        "from functools import partial\ndef f(a): ...\np = partial(f, 1)\np(2)",
        # What it binds does not fit: that is another rule's.
        "def f(a): ...\np = eqx.Partial(f, 1, 2)\np()",
    ),
    invalid=(
        Invalid(f"{_P}p()"),
        Invalid(f"{_P}p(2, 3)"),
        Invalid(f"{_P}p(2, d=3)"),
        Invalid(f"{_P}p(2, a=3)"),
        Invalid(f"{_P}def h():\n    return p(2, 3)"),
        Invalid(f"{_P}q = p\nq(2, 3)"),
        Invalid("def f(a, b): ...\neqx.Partial(f, b=1)(1, b=2)"),
        Invalid("def f(a, b): ...\np = eqx.Partial(f, b=1)\np(1, 2)"),
        Invalid("def f(a, b): ...\np = eqx.Partial(f, a=1)\np(2)"),
        Invalid("def f(a, b): ...\np = jax.tree_util.Partial(f, a=1)\np(2)"),
        Invalid("def f(a, *args): ...\np = eqx.Partial(f, a=1)\np(2)"),
        Invalid("def f(**kwargs): ...\np = eqx.Partial(f, a=1)\np(a=2)"),
        Invalid(
            "from treeops import Partial\ndef f(a, b): ...\np = Partial(Partial(f, 1), 2)\np(3)"
        ),
        Invalid(
            "class M(eqx.Module):\n    w: jax.Array\n    def __call__(self, x): ...\n"
            "p = eqx.Partial(M(jnp.ones(2)))\np(1, key=2)"
        ),
    ),
)
