"""A `where` selector changes something when it is called.

## What it does
Looks for selectors that take the next item of an outer iterator, or change an outer object or the
tree: by `pop`, `append` and other methods, by assignment, `del` or `setattr`.

What the selector has made itself is its own: a walrus, a local list, `next(l for l in m.layers)`.

## Why is this bad?
`tree_at` calls `where` more than once. The second call sees what the first has changed: it selects
something else, so that `tree_at` raises, or the outer object changes twice.

## Example
```python
eqx.tree_at(lambda m: m.layers[next(indices)], model, layer)
```

## Use instead
```python
index = next(indices)
eqx.tree_at(lambda m: m.layers[index], model, layer)
```

## Fix safety
There is no fix: where the change belongs is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.effects import effects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors with an effect."""
    for call in file.tree_at_calls:
        if not isinstance(call.function, ast.Lambda | ast.FunctionDef) or call.selector is None:
            continue
        if file.expects(call.node, "ValueError", "TypeError", "IndexError", "KeyError"):
            continue
        for effect in effects(call.function, file.names):
            message = (
                f"`{file.text(effect.origin)}` changes `{effect.what}`, but `where` is called "
                "more than once; make the change outside, and let `where` only select"
            )
            yield rule.at(file, effect.origin, message)


rule = Rule(
    code="TL109",
    name="where-side-effect",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: ((l := m.layers[0]).w, l.b), m, new)",
        "eqx.tree_at(lambda m: next(l for l in m.layers if l.bias is not None), m, new)",
        "eqx.tree_at(lambda m: next(iter(m.layers)), m, new)",
        "eqx.tree_at(lambda m: [next(i) for i in map(iter, m.layers)], m, new)",
        "eqx.tree_at(lambda m: jnp.append(m.a, 1) or m.a, m, new)",
        "eqx.tree_at(lambda m: m.part.add(1), m, new)",
        "eqx.tree_at(lambda m: m.sort().first, m, new)",
        "eqx.tree_at(lambda m: sorted(m.parts, key=lambda p: seen.append(p)), m, new)",
        (
            "def where(m):\n    nodes = []\n    for l in m.layers:\n        nodes.append(l.w)\n"
            "    return nodes\neqx.tree_at(where, m, new)"
        ),
        (
            "def where(m):\n    parts = dict(m.parts)\n    parts['b'] = m.c\n"
            "    first = parts.pop('a')\n    return first\neqx.tree_at(where, m, new)"
        ),
        (
            "def where(m):\n    import a.b as c\n    c.pop(), m.layers\n    match m:\n"
            "        case [first, *rest] | {'a': first, **rest}:\n            rest.pop()\n"
            "    return m.a\neqx.tree_at(where, m, new)"
        ),
        (
            "def where(m):\n    try:\n        import a\n        a.pop()\n"
            "    except ImportError as error:\n        error.args.pop()\n"
            "    def pop():\n        pass\n    pop.all.pop()\n    return m.a\n"
            "eqx.tree_at(where, m, new)"
        ),
        "eqx.tree_at(lambda m, *rest, **more: more.pop('a', m.a), m, new)",
        "eqx.tree_at(lambda m: [kept.append(l) for l in m.layers], m, new)",
        "eqx.tree_at(lambda m: (m.add(1), m.update(2))[0], m, new)",
        "indices = iter(range(3))\neqx.tree_at(lambda m: m.layers[0], m, next(indices))",
        "def next(x): ...\neqx.tree_at(lambda m: m.layers[next(i)], m, new)",
        "def w(m):\n    path: m.a[0]\n    return m.a\neqx.tree_at(w, m, new)",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda m: m.layers.pop(), m, new)"
        ),
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: m.layers[next(indices)], m, new)"),
        Invalid("b = eqx.tree_at(lambda m, i=iter(n): m.layers[next(i)], m, new)"),
        Invalid("b = eqx.tree_at(lambda m: [l for l in m.l if next(self.mask, None)], m, new)"),
        Invalid("b = eqx.tree_at(lambda m: m.layers.pop(), m, new)"),
        Invalid("b = eqx.tree_at(lambda m: m.layers[indices.pop()], m, new)"),
        Invalid("b = eqx.tree_at(lambda m: seen.append(m.a) or m.a, m, new)"),
        Invalid("b = eqx.tree_at(lambda m: (m.layers.reverse(), m.layers[0])[1], m, new)"),
        Invalid("seen = set()\nb = eqx.tree_at(lambda m: seen.add(1) or m.a, m, new)"),
        Invalid("d = {}\nb = eqx.tree_at(lambda m: d.update(a=1) or m.a, m, new)"),
        Invalid("b = eqx.tree_at(lambda m: m.a if seen.append(1) else m.b, m, new)"),
        Invalid("b = eqx.tree_at(lambda m: setattr(m, 'a', 1) or m.a, m, new)"),
        Invalid("def w(m):\n    m['a'] = 1\n    return m['a']\nb = eqx.tree_at(w, m, new)"),
        Invalid("def w(m):\n    calls[0] += 1\n    return m.a\nb = eqx.tree_at(w, m, new)"),
        Invalid("def w(m):\n    del m.d['a']\n    return m.d\nb = eqx.tree_at(w, m, new)"),
        Invalid(
            "def w(m):\n    global n\n    n = n + 1\n    return m.l[n]\nb = eqx.tree_at(w, m, new)"
        ),
    ),
)
