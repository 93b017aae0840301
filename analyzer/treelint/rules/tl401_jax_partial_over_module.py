"""`jax.tree_util.Partial` wraps a module, and hides all of its leaves.

## What it does
Looks for `jax.tree_util.Partial(module)`, and for the same of a method of a module, where the
module is known to hold arrays. It is silent where the result is only called, or given to what
only calls it: as the body of `jax.lax.scan`, as the function of `jax.vmap` or `jax.jit`, or to a
function of the same file that does no more with it.

## Why is this bad?
The leaves of a `jax.tree_util.Partial` are those of the arguments that it binds. What it wraps is
static: of a module JAX sees no leaf. Nothing raises. The module gets no gradients, no updates
reach it, and its arrays are constants of what is compiled.

## Example
```python
model = eqx.nn.MLP(2, 2, 8, 2, key=key)
solve(jax.tree_util.Partial(model))
```

## Use instead
```python
model = eqx.nn.MLP(2, 2, 8, 2, key=key)
solve(eqx.Partial(model))
```

## Fix safety
Unsafe: the module's arrays are leaves afterwards, so that they are traced, differentiated and
updated; and so are its other leaves, such as an activation function, which plain `jax.jit` does
not take for an argument. No fix is offered where the result goes to `jax.lax.scan` or `jax.jit`
as well, which hash their function.

## References
- [`equinox.Partial`](https://docs.kidger.site/equinox/api/utilities/miscellaneous/#equinox.Partial)
- [`jax.tree_util.Partial`](https://docs.jax.dev/en/latest/_autosummary/jax.tree_util.Partial.html)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.fixing.imports import of_either_family
from treelint.rule import FixKind, Invalid, Rule
from treelint.sites.usage import Use, uses_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.findings import Finding
    from treelint.index import FileIndex

_PARTIAL = "jax.tree_util.Partial"


def check(file: FileIndex) -> Iterator[Finding]:
    """Partials of JAX over what holds arrays."""
    calls = file.calls_of((_PARTIAL,))
    if not calls:
        return
    from treelint.partial_wording import HIDDEN_LEAVES
    from treelint.sites.hidden_leaves import has_arrays

    for call in calls:
        if not call.args or not has_arrays(file, call.args[0]):
            continue
        uses = set(uses_of(file, call))
        if uses and Use.KEPT not in uses:
            continue
        fix = None if Use.HASHED in uses else _fix(file, call)
        yield rule.at(file, call.args[0], HIDDEN_LEAVES, fix)


def _fix(file: FileIndex, call: ast.Call) -> Fix | None:
    partial = of_either_family(file, "Partial", call.func)
    if partial is None:
        return None
    changes = list(partial.instead_of(call.func))
    function = call.args[0]
    if isinstance(function, ast.Attribute) and function.attr == "__call__":
        # A magic method that is bound is a plain function to equinox, and no tree.
        changes.append(Rewrite(function, _without_attribute))
    return Fix.unsafe(f"use `{partial.text}`, over the module itself", *changes)


def _without_attribute(old: cst.Attribute) -> cst.BaseExpression:
    return old.value.with_changes(
        lpar=[*old.lpar, *old.value.lpar], rpar=[*old.value.rpar, *old.rpar]
    )


_MODEL = """\
class M(eqx.Module):
    w: jax.Array
    child: eqx.nn.Linear | None = None
    n: int = eqx.field(static=True, default=1)
    def __call__(self, x): ...
    def f(self, x): ...
    @staticmethod
    def g(x): ...
P = jax.tree_util.Partial
"""

rule = Rule(
    code="TL401",
    name="jax-partial-over-module",
    names=frozenset({_PARTIAL}),
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_MODEL}def f(m: M):\n    return eqx.Partial(m)",
        f"{_MODEL}def f(m: M):\n    return P(lambda m, x: m(x), m)",
        f"{_MODEL}def f(m: M):\n    return P(M.__call__, m)",
        f"{_MODEL}def f(m: M):\n    return P(M.g, m), P(m.g)",
        f"{_MODEL}def f(m):\n    return P(m)",
        # There is nothing to hide.
        "class A(eqx.Module):\n    def __call__(self, x): ...\njax.tree_util.Partial(A())",
        (
            "class A(eqx.Module):\n    w: jax.Array = eqx.field(static=True)\n"
            "def f(a: A):\n    return jax.tree_util.Partial(a)"
        ),
        (
            "import dataclasses\n@dataclasses.dataclass\nclass A:\n    w: jax.Array\n"
            "def f(a: A):\n    return jax.tree_util.Partial(a)"
        ),
        # It is called there and then, and is no tree for anybody.
        f"{_MODEL}def f(m: M, xs):\n    return jax.vmap(P(m))(xs)",
        f"{_MODEL}def f(m: M, xs):\n    return jax.lax.scan(P(m.f), m, xs)",
        f"{_MODEL}def f(m: M, x):\n    return jax.lax.switch(i, branches=[P(m), P(m)], x=x)",
        f"{_MODEL}def f(m: M, x):\n    p = P(m)\n    return p(x), jax.jit(p)(x), jax.grad(p)(x)",
        f"{_MODEL}def f(m: M, xs):\n    return jax.tree.map(P(m), xs)",
        f"{_MODEL}def f(m: M, xs):\n    return jax.vmap(P(m) if xs else P(m.f))(xs)",
        f"{_MODEL}def f(m: M, x):\n    p: object = P(m)\n    q = p\n    return (r := q)(x), r(x)",
        f"{_MODEL}def f(m: M, xs):\n    jax.lax.cond(p, true_fun=P(m), false_fun=P(m), x=xs)",
        # It is given to a function that only calls it, or has a loop call it.
        f"{_MODEL}def g(step, xs):\n    return step(xs)\ndef f(m: M, xs):\n    return g(P(m), xs)",
        (
            f"{_MODEL}class S(eqx.Module):\n    a: jax.Array\n    def step(self, x): ...\n"
            "    def loop(self, step, xs):\n        return jax.lax.scan(step, self.a, xs)\n"
            "    def run(self, xs):\n        step = P(self.step)\n"
            "        return P(self.loop, step)(xs)"
        ),
    ),
    invalid=(
        Invalid(
            f"{_MODEL}def f(m: M):\n    return P(m)",
            f"{_MODEL}def f(m: M):\n    return eqx.Partial(m)",
        ),
        Invalid(
            "from jax.tree_util import Partial\nm = eqx.nn.MLP(2, 2, 8, 2, key=key)\n"
            "s = solve(Partial((m.__call__), k=1))  # kept",
            "from jax.tree_util import Partial\nm = eqx.nn.MLP(2, 2, 8, 2, key=key)\n"
            "s = solve(eqx.Partial((m), k=1))  # kept",
        ),
        Invalid(
            f"{_MODEL}def f(m: M):\n    return P(m.f, 1)",
            f"{_MODEL}def f(m: M):\n    return eqx.Partial(m.f, 1)",
        ),
        Invalid(
            f"{_MODEL}def f(m: M):\n    p = P(\n        m\n        .__call__\n    )\n    return p",
            f"{_MODEL}def f(m: M):\n    p = eqx.Partial(\n        m\n    )\n    return p",
        ),
        # It is given to a function that does something else with it.
        Invalid(
            f"{_MODEL}def g(a, *, step):\n    return a, step\ndef f(m: M):\n"
            "    return g(1, step=P(m))",
            f"{_MODEL}def g(a, *, step):\n    return a, step\ndef f(m: M):\n"
            "    return g(1, step=eqx.Partial(m))",
        ),
        Invalid(
            f"{_MODEL}@eqx.filter_jit\ndef g(step):\n    return step()\ndef f(m: M):\n"
            "    return g(P(m))",
            f"{_MODEL}@eqx.filter_jit\ndef g(step):\n    return step()\ndef f(m: M):\n"
            "    return g(eqx.Partial(m))",
        ),
        Invalid(
            f"{_MODEL}def g(step):\n    return step()\ndef f(m: M):\n    return P(g, P(m))",
            f"{_MODEL}def g(step):\n    return step()\ndef f(m: M):\n"
            "    return P(g, eqx.Partial(m))",
        ),
        # As the carry of a loop it is a tree.
        Invalid(
            f"{_MODEL}def f(m: M):\n    return jax.lax.scan(step, P(m), xs)",
            f"{_MODEL}def f(m: M):\n    return jax.lax.scan(step, eqx.Partial(m), xs)",
        ),
        Invalid(
            f"{_MODEL}def f(m: M, x):\n    p = P(m)\n    y = p(x)\n    return y, p",
            f"{_MODEL}def f(m: M, x):\n    p = eqx.Partial(m)\n    y = p(x)\n    return y, p",
        ),
        Invalid(f"{_MODEL}def f(m: M, x):\n    p = P(m)\n    return jax.jit(p), p"),
        Invalid(f"{_MODEL}def f(m: M, x):\n    p = P(m)\n    q = p\n    return jax.jit(q), [q]"),
        Invalid(f"{_MODEL}def f(m: M, eqx, equinox):\n    return P(m)"),
        Invalid(
            f"{_MODEL}def f(m: M):\n    return P(eqx.Partial(m))",
            f"{_MODEL}def f(m: M):\n    return eqx.Partial(eqx.Partial(m))",
        ),
        Invalid(
            "import flax\n@flax.struct.dataclass\nclass A:\n    w: jax.Array\n"
            "    def __call__(self, x): ...\ndef f(a: A):\n    return jax.tree_util.Partial(a)",
            "import flax\n@flax.struct.dataclass\nclass A:\n    w: jax.Array\n"
            "    def __call__(self, x): ...\ndef f(a: A):\n    return eqx.Partial(a)",
        ),
    ),
)
