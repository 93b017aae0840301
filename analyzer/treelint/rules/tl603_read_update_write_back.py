"""A child of a tree is taken out, updated, and written back by a second `tree_at`.

## What it does
Looks for a `tree_at` whose replacement is what another `tree_at` made of the very node that is
replaced.

## Why is this bad?
`tree_at` reaches a node at any depth. With two calls the path to the child is written twice, which
must stay the same, and both the child and the tree are copied.

## Example
```python
model = eqx.tree_at(
    lambda m: m.head, model, eqx.tree_at(lambda h: h.weight, model.head, weight)
)
```

## Use instead
```python
model = eqx.tree_at(lambda m: m.head.weight, model, weight)
```

## Fix safety
Unsafe: the selector and `is_leaf` see the whole tree and no longer the child by itself. It is
offered for inline selectors with paths, and where a variable held the child, if that has no other
use.

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
    from treelint.tree_at_call import TreeAtCall


# Calls: one of the child, and one that writes it back.
_FEWEST = 2


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls that write back."""
    if len(file.tree_at_calls) < _FEWEST:
        return
    # Loaded here: most files have one update, or none.
    from treelint.sites.write_back import join, write_backs

    for found in write_backs(file):
        outer = found.outer
        if file.expects(outer.node, "ValueError", "TypeError", "AttributeError"):
            continue
        message = (
            f"`{_text(outer)}` is updated by a `tree_at` of its own, and written back; one call "
            "reaches what is inside it"
        )
        yield rule.at(file, outer.node, message, join(file, found))


def _text(outer: TreeAtCall) -> str:
    """The child, as the selector names it."""
    return "" if outer.selector is None else ast.unparse(outer.selector.body.origin)


rule = Rule(
    code="TL603",
    name="read-update-write-back",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "m = eqx.tree_at(lambda m: m.a.w, m, x)",
        "m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a.w, m.b, x))",
        "m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a.w, n.a, x))",
        "m = eqx.tree_at(lambda m: (m.a, m.b), m, (eqx.tree_at(lambda a: a.w, m.a, x), y))",
        "m = eqx.tree_at(lambda m: m[next(i)], m, eqx.tree_at(lambda a: a.w, m[next(i)], x))",
        "m = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a: eqx.tree_at(f, n.a, x))",
        "m = eqx.tree_at(lambda m: m.a, f(), eqx.tree_at(lambda a: a.w, f().a, x))",
        "m = eqx.tree_at(lambda m: m.a, m, replace_fn=f)",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a.w, m.a, x))"
        ),
        # The child is used for something else too.
        ("a = eqx.tree_at(lambda a: a.w, m.a, x)\nm = eqx.tree_at(lambda m: m.a, m, a)\nprint(a)"),
        ("a = eqx.tree_at(lambda a: a.w, m.a, x)\nm = f(m)\nm = eqx.tree_at(lambda m: m.a, m, a)"),
        "m = eqx.tree_at(lambda m: m.a, m, a)",
        "def f(a, m):\n    return eqx.tree_at(lambda m: m.a, m, a)",
    ),
    invalid=(
        Invalid(
            "m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a.w, m.a, x))",
            "m = eqx.tree_at(lambda m: m.a.w, m, x)",
        ),
        Invalid(
            "b = eqx.tree_at(\n    lambda m: m.a[0],\n    self.m,\n    eqx.tree_at(\n"
            "        lambda l: (l.w, l.b), self.m.a[0], replace_fn=f\n    ),\n)",
            "b = eqx.tree_at(\n    lambda m: (m.a[0].w, m.a[0].b),\n    self.m,\n"
            "    replace_fn=f,\n)",
        ),
        Invalid(
            "def f(m):\n    # take\n    a = m.a\n    a = eqx.tree_at(lambda m: m.w, a, 1)\n"
            "    m = eqx.tree_at(lambda m: m.a, m, a)\n    return m",
            "def f(m):\n    # take\n    m = eqx.tree_at(lambda m: m.a.w, m, 1)\n    return m",
        ),
        Invalid(
            "def f(m):\n    a = eqx.tree_at(lambda m: m.w, m.a, 1); "
            "return eqx.tree_at(lambda m: m.a, m, a)",
            "def f(m):\n    return eqx.tree_at(lambda m: m.a.w, m, 1)",
        ),
        Invalid(
            "m = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a: "
            "eqx.tree_at(lambda a: a[i], a, x))",
            "m = eqx.tree_at(lambda m: m.a[i], m, x)",
        ),
        Invalid(
            "m = eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a: "
            "eqx.tree_at(lambda a: a.w, a, a.w + 1))"
        ),
        Invalid("m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a[m.i], m.a, x))"),
        Invalid("m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(get, m.a, x))"),
        Invalid(
            "m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a.w, m.a, x, is_leaf=f))"
        ),
        Invalid("m = eqx.tree_at(lambda m, i=0: m.a, m, eqx.tree_at(lambda a: a.w, m.a, x))"),
        Invalid(
            "m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(lambda a: a.w, m.a, x),"
            " is_leaf=lambda x: x is None)"
        ),
        Invalid(
            "m = eqx.tree_at(lambda m: m.a, m, replace=eqx.tree_at(lambda a: a.w, m.a, x, "
            "is_leaf=lambda x: x is None))  # kept",
            "m = eqx.tree_at(lambda m: m.a.w, m, x, is_leaf=lambda x: x is None)  # kept",
        ),
        Invalid(
            "m = eqx.tree_at(lambda m: m.a, m, eqx.tree_at(\n    lambda a: a.w, m.a, x  # why\n))"
        ),
    ),
)
