"""`tree_at` is called once for each turn of a loop, where one call can do it.

## What it does
Looks for loops that replace another node of one tree in each turn, and in which no turn reads
what those before it have replaced.

## Why is this bad?
Each call copies the whole tree, and calls its selector twice: a loop over the nodes of a large
model takes as many times longer as it has turns. One selector may return a list of nodes.

## Example
```python
for i, weight in enumerate([a, b, c]):
    model = eqx.tree_at(lambda m: m.layers[i].weight, model, weight)
```

## Use instead
```python
weights = [a, b, c]
model = eqx.tree_at(lambda m: [layer.weight for layer in m.layers], model, weights)
```

## Fix safety
Unsafe: one call does not take a node that comes twice, or one inside another. It is offered for
a loop of this one statement, with an inline selector, over something that can be gone through
twice, such as a `range`, a display, or the items of a dict.

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


def check(file: FileIndex) -> Iterator[Finding]:
    """Updates in loops."""
    loops = (*file.nodes(ast.For), *file.nodes(ast.While))
    if not (loops and file.tree_at_calls):
        return
    # Loaded here: most updates stand in no loop.
    from treelint.fixing.gathering import gather
    from treelint.sites.update_loops import update_loops

    for found in update_loops(file):
        node = found.call.node
        if file.expects(node, "ValueError", "TypeError", "AttributeError"):
            continue
        message = (
            f"this copies `{found.tree.id}` in each turn of the loop; select all of the nodes at "
            "once, and give a list of replacements"
        )
        yield rule.at(file, node, message, gather(file, found))


rule = Rule(
    code="TL602",
    name="tree-at-in-loop",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "m = eqx.tree_at(lambda t: [t.layers[i].w for i in r], m, [x[i] for i in r])",
        # Another tree in each turn.
        "for m in ms:\n    m = eqx.tree_at(lambda t: t.w, m, 1)",
        "for i in r:\n    m = eqx.tree_at(lambda t: t.layers[i], base, 1)\n    f(m)",
        "for i in r:\n    m = make()\n    m = eqx.tree_at(lambda t: t.layers[i], m, 1)",
        # One node again and again: each turn goes on from the one before.
        "for x in xs:\n    m = eqx.tree_at(lambda t: t.state, m, f(m.state, x))",
        # The tree is used in the loop.
        "for i in r:\n    m = eqx.tree_at(lambda t: t[i], m, 1)\n    loss = f(m)",
        "for i in r:\n    m = eqx.tree_at(lambda t: t.layers[i].w, m, m.layers[i - 1].w)",
        "for i in r:\n    m = eqx.tree_at(lambda t: t.layers[i].w, m, m(i))",
        (
            "def f(m):\n    for i in r:\n        m = eqx.tree_at(lambda t: t[i], m, 1)\n"
            "        yield m"
        ),
        "while a:\n    m = eqx.tree_at(lambda t: t[i], m, 1)",
        "while f(m):\n    m = eqx.tree_at(lambda t: t[i], m, 1)\n    i += 1",
        (
            "import pytest\nfor i in r:\n    with pytest.raises(ValueError):\n"
            "        m = eqx.tree_at(lambda t: t[i], m, 1)"
        ),
        # What this selects is not known: the nodes may be inside each other.
        "for where, x in pairs:\n    m = eqx.tree_at(where, m, x)",
        "for i in r:\n    m = eqx.tree_at(lambda t: get(t, i), m, 1)",
        (
            "for i in r:\n    def f(m):\n        m = eqx.tree_at(lambda t: t[i], m, 1)\n"
            "        return m"
        ),
    ),
    invalid=(
        Invalid(
            "for i in range(3):  # why\n    # how\n"
            "    m = eqx.tree_at(lambda t: t.layers[i].w, m, x[i])  # kept",
            "# why\n# how\nm = eqx.tree_at(\n    lambda t: [t.layers[i].w for i in range(3)],\n"
            "    m,\n    [x[i] for i in range(3)],\n)  # kept",
        ),
        Invalid(
            "def f(m, new):\n    for k, v in new.items():\n"
            "        m = eqx.tree_at(lambda m: getattr(m, k), m, replace=v)\n    return m",
            "def f(m, new):\n    m = eqx.tree_at(\n"
            "        lambda m: [getattr(m, k) for k, v in new.items()],\n        m,\n"
            "        replace=[v for k, v in new.items()],\n    )\n    return m",
        ),
        Invalid(
            "for i in range(len(m.layers)): m = eqx.tree_at(lambda m, i=i: m.layers[i], m, "
            "replace_fn=f)",
            "m = eqx.tree_at(\n    lambda tree: [tree.layers[i] for i in range(len(m.layers))],\n"
            "    m,\n    replace_fn=f,\n)",
        ),
        Invalid(
            "names = ['a', 'b']\nfor i, name in enumerate(names):\n"
            "    m = eqx.tree_at(lambda t: t[name], m, m[name] * i, is_leaf=f)",
            "names = ['a', 'b']\nm = eqx.tree_at(\n"
            "    lambda t: [t[name] for i, name in enumerate(names)],\n    m,\n"
            "    [m[name] * i for i, name in enumerate(names)],\n    is_leaf=f,\n)",
        ),
        # Nothing says that this can be gone through twice.
        Invalid("def f(m, r):\n    for i in r:\n        m = eqx.tree_at(lambda t: t[i], m, 1)"),
        Invalid("for i in range(3):\n    m = eqx.tree_at(lambda t: t[i], m, 1)\nprint(i)"),
        Invalid(
            "for i in a:\n    print(i)\nfor i in range(3):\n"
            "    m = eqx.tree_at(lambda t: t[i], m, 1)\nfor i in b:\n    print(i)",
            "for i in a:\n    print(i)\n"
            "m = eqx.tree_at(lambda t: [t[i] for i in range(3)], m, [1 for i in range(3)])\n"
            "for i in b:\n    print(i)",
        ),
        Invalid("for i in range(3):\n    m = eqx.tree_at(lambda t: (t[i].a, t[i].b), m, (1, 2))"),
        Invalid(
            "for i in range(3):\n    key, k = jax.random.split(key)\n"
            "    m = eqx.tree_at(lambda t: t[i], m, f(k, m[i].shape))"
        ),
        Invalid(
            "for i in range(3):\n    if i % 2:\n        continue\n"
            "    m = eqx.tree_at(lambda t: t[i], m, 1)"
        ),
        Invalid(
            "for i in range(3):\n    for j in range(2):\n"
            "        m = eqx.tree_at(lambda t: t[i][j], m, 1)",
            "for i in range(3):\n    m = eqx.tree_at(lambda t: [t[i][j] for j in range(2)], m, "
            "[1 for j in range(2)])",
        ),
        Invalid(
            "for i in range(3):\n    where = lambda t: t[i]\n    m = eqx.tree_at(where, m, 1)"
        ),
        Invalid("for i in range(3):\n    m = eqx.tree_at(lambda t: t[i], m, replace_fn=fs[i])"),
        Invalid("for i in range(3):\n    m = eqx.tree_at(lambda t: t[i], m, (y := i))"),
        Invalid(
            "i = 0\nwhile i < 3:\n    m = eqx.tree_at(lambda t: t[i].w, m, 1)\n"
            "    m = eqx.tree_at(lambda t: t[i].b, m, 2)\n    i += 1"
        ),
        Invalid(
            "for name, child in vars(m).items():\n    if isinstance(child, list):\n"
            "        m = eqx.tree_at(lambda t: getattr(t, name), m, f(child, getattr(m, name)))"
        ),
        Invalid(
            "for i, l in enumerate(old.layers):\n    m = eqx.tree_at(lambda t: t[i], m, l)",
            "m = eqx.tree_at(\n    lambda t: [t[i] for i, l in enumerate(old.layers)],\n    m,\n"
            "    [l for i, l in enumerate(old.layers)],\n)",
        ),
        Invalid("for i in range(3):\n    m = eqx.tree_at(lambda t: t[i], m,  # why\n        1)"),
        Invalid(
            "for i, x[0] in enumerate(old.layers):\n    m = eqx.tree_at(lambda t: t[i], m, 1)"
        ),
        Invalid(
            "for i in range(3):\n    m = eqx.tree_at(where=lambda t: t[i], pytree=m, replace=1)"
        ),
        Invalid("for i in range(n()):\n    m = eqx.tree_at(lambda t: t[i], m, 1)"),
        # A comprehension does not see the names of a class.
        Invalid(
            "class A:\n    for i in range(3):\n        m = eqx.tree_at(lambda t, i=i: t[i], m, 1)"
        ),
    ),
)
