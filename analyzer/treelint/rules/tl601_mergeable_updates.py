"""Several calls of `tree_at` update one tree, where one call can do it.

## What it does
Looks for calls of `tree_at` one after the other, or one inside the other, that replace nodes of
one tree which are not inside each other. What a later call reads of the tree must be no node that
an earlier one has replaced.

## Why is this bad?
Each call copies the whole tree, and calls its selector twice. One call for all of the nodes takes
the time of one.

## Example
```python
model = eqx.tree_at(lambda m: m.weight, model, weight)
model = eqx.tree_at(lambda m: m.bias, model, bias)
```

## Use instead
```python
model = eqx.tree_at(lambda m: (m.weight, m.bias), model, (weight, bias))
```

## Fix safety
Safe. It is offered for inline selectors with literal paths that are provably apart (`l[0]` and
`l[-1]` may be one node, and a property may compute its node), with `replace` only, the same
`is_leaf`, and replacements that cannot see the tree half updated; and not inside `try` and
`with`, which may take an exception between the calls.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


# Calls in a run.
_FEWEST = 2


def check(file: FileIndex) -> Iterator[Finding]:
    """Runs of two calls and more."""
    if len(file.tree_at_calls) < _FEWEST:
        return
    # Loaded here, like what other rules of updates need for a finding: most files have none.
    from treelint.fixing.merging import merge
    from treelint.sites.update_runs import runs

    members: frozenset[str] | None = None
    for run in runs(file):
        first = min(
            (call.node for call in run.calls), key=lambda node: (node.lineno, node.col_offset)
        )
        if file.expects(first, "ValueError", "TypeError", "AttributeError"):
            continue
        message = (
            f"these {len(run.calls)} calls of `tree_at` copy the tree {len(run.calls)} times; one "
            "call can replace all of the nodes"
        )
        if members is None:
            members = _members(file)
        yield rule.at(file, first, message, merge(file, run, members))


def _members(file: FileIndex) -> frozenset[str]:
    """The names of the methods and properties of the file's classes."""
    return frozenset(
        member.name
        for node in file.nodes(ast.ClassDef)
        for member in node.body
        if isinstance(member, ast.FunctionDef)
    )


_F = "def f(m, x, y):\n"

rule = Rule(
    code="TL601",
    name="mergeable-updates",
    names=TREE_AT,
    fix=FixKind.SAFE,
    check=check,
    valid=(
        "m = eqx.tree_at(lambda t: (t.a, t.b), m, (x, y))",
        "m = eqx.tree_at(lambda t: t.a, m, x)\nn = eqx.tree_at(lambda t: t.b, m, y)",
        "m = eqx.tree_at(lambda t: t.a, m, x)\nprint(m)\nm = eqx.tree_at(lambda t: t.b, m, y)",
        # One node inside the other, or one node twice.
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.a.w, m, y)",
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.a, m, y)",
        "m = eqx.tree_at(lambda t: t[i], m, x)\nm = eqx.tree_at(lambda t: t[i], m, y)",
        # The second needs what the first has done.
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, m.a * 2)",
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, loss(m))",
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, m.b.f(m.a))",
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, m())",
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, y[m])",
        "m = eqx.tree_at(lambda t: t[1:], m, x)\nm = eqx.tree_at(lambda t: t[1:], m, y)",
        (
            "self.m = eqx.tree_at(lambda t: t.a, self.m, x)\n"
            "self.m = eqx.tree_at(lambda t: t.b, self.m, self.m.a.w)"
        ),
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    m = eqx.tree_at(lambda t: t.a, m, x)\n    m = eqx.tree_at(lambda t: t.b, m, y)"
        ),
        "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, replace_fn=f)",
        (
            "m = eqx.tree_at(lambda t: t.a, m, x)\n"
            "m = eqx.tree_at(lambda t: t.b, m, y, is_leaf=lambda z: z is None)"
        ),
        "m = eqx.tree_at(get, m, x)\nm = eqx.tree_at(lambda t: t.b, m, y)",
        "m = eqx.tree_at(lambda t: get(t), m, x)\nm = eqx.tree_at(lambda t: t.b, m, y)",
        "m = eqx.tree_at(lambda t: t.a, m, *xs)\nm = eqx.tree_at(lambda t: t.b, m, y)",
        "m = eqx.tree_at(lambda t: t.a, m, eqx.tree_at(lambda t: t.b, n, y))",
    ),
    invalid=(
        Invalid(
            _F + "    m = eqx.tree_at(lambda t: t.a, m, x)\n"
            "    m = eqx.tree_at(lambda t: t.b, m, y)\n    return m",
            _F + "    m = eqx.tree_at(lambda t: (t.a, t.b), m, (x, y))\n    return m",
        ),
        Invalid(
            _F + "    # one\n    m = eqx.tree_at(lambda t: t.a, m, x)  # a\n\n"
            "    # two\n    m = eqx.tree_at(lambda u: (u.b, u.c[-1]), m, replace=(y, f(x)))  # b\n"
            "    return eqx.tree_at(lambda m: m.c[-2].m, m, 3)  # c",
            _F + "    # one\n    return eqx.tree_at(\n        lambda m: (\n            # a\n"
            "            m.a,\n            # two\n            # b\n            m.b,\n"
            "            m.c[-1],\n            m.c[-2].m,\n        ),\n        m,\n"
            "        (x, y, f(x), 3),\n    )  # c",
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: t.a, n, n.b); m = eqx.tree_at(lambda t: t.b, m, n.a)",
            "m = eqx.tree_at(lambda t: (t.a, t.b), n, (n.b, n.a))",
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: t['b'], eqx.tree_at(\n    lambda t: t['a'], f(), g(\n"
            "        x)), h(y))",
            "m = eqx.tree_at(lambda t: (t['a'], t['b']), f(), (g(\n        x), h(y)))",
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: t.a, m, None, is_leaf=lambda x: x is None)\n"
            "m = eqx.tree_at(lambda t: t.b, m, jnp.ones(3), is_leaf=lambda x: x is None)",
            "m = eqx.tree_at(\n    lambda t: (t.a, t.b),\n    m,\n    (None, jnp.ones(3)),\n"
            "    is_leaf=lambda x: x is None,\n)",
        ),
        Invalid(
            "def f(m):\n    m = eqx.tree_at(lambda t: t.a, m, 1)\n    later(lambda: m)\n"
            "    m = eqx.tree_at(lambda t: t.a, m, 1)\n    return eqx.tree_at(lambda t: t.b, m, 2)"
        ),
        Invalid(
            "p = lambda x: x is None or f(x)\nm = eqx.tree_at(lambda t: t.a, m, x, is_leaf=p)\n"
            "m = eqx.tree_at(lambda t: t.b, m, y, is_leaf=p)"
        ),
        # The last index may be the first.
        Invalid("m = eqx.tree_at(lambda t: t[0], m, x)\nm = eqx.tree_at(lambda t: t[-1], m, y)"),
        Invalid("m = eqx.tree_at(lambda t: t.a[i], m, x)\nm = eqx.tree_at(lambda t: t.b, m, y)"),
        Invalid("m = eqx.tree_at(lambda t: t[1:], m, x)\nm = eqx.tree_at(lambda t: t[0], m, y)"),
        Invalid("m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t[0], m, y)"),
        Invalid(
            "self.m = eqx.tree_at(lambda t: t.a, self.m, x)\n"
            "self.m = eqx.tree_at(lambda t: t.b, self.m, self.m.b.w)"
        ),
        Invalid(
            "m = eqx.tree_at(where=lambda t: t.a, pytree=m, replace=x)\n"
            "m = eqx.tree_at(lambda t: t.b, m, y)"
        ),
        Invalid("m = eqx.tree_at(lambda t, i=0: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, y)"),
        # A global variable may be read by `f`.
        Invalid("m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, f())"),
        Invalid(
            "def f(m):\n    def g():\n        return m\n    m = eqx.tree_at(lambda t: t.a, m, 1)\n"
            "    m = eqx.tree_at(lambda t: t.b, m, g())\n    return m"
        ),
        Invalid("m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, m.b)"),
        Invalid(
            "def f(self):\n    self.m = eqx.tree_at(lambda t: t.a, self.m, x)\n"
            "    self.m = eqx.tree_at(lambda t: t.b, self.m, y)"
        ),
        Invalid(
            "try:\n    m = eqx.tree_at(lambda t: t.a, m, x)\n"
            "    m = eqx.tree_at(lambda t: t.b, m, y)\nexcept OSError:\n    pass"
        ),
        Invalid(
            "class M:\n    @property\n    def a(self):\n        return self.b.w\n"
            "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, y)"
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: t.a, m, replace_fn=f)\n"
            "m = eqx.tree_at(lambda t: t.b, m, replace_fn=f)"
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: t.a, m,  # why\n    x)\n"
            "m = eqx.tree_at(lambda t: t.b, m, y)"
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: [l.w for l in t], m, x)\n"
            "m = eqx.tree_at(lambda t: [l.b for l in t], m, y)"
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: (t.a, t.b), m, z)\nm = eqx.tree_at(lambda t: t.c, m, y)"
        ),
        Invalid(
            "m = eqx.tree_at(lambda t: t.a, m, x)\nm = eqx.tree_at(lambda t: t.b, m, (z := y))"
        ),
    ),
)
