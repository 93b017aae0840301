"""Nested calls of `replace` update a node of a tree.

## What it does
Looks for `dataclasses.replace(m, a=dataclasses.replace(m.a, b=v))`, where `m` is a tree, and for
the methods `replace` and `_replace` of flax's classes and named tuples used in this way. Off by
default.

## Why is this bad?
The path to the node is written twice, level by level, and must be the same each time. `tree_at`
says it once, at any depth.

## Example
```python
import dataclasses

class Layer(eqx.Module):
    weight: jax.Array

class Model(eqx.Module):
    head: Layer

def reset(model: Model):
    return dataclasses.replace(model, head=dataclasses.replace(model.head, weight=jnp.zeros(3)))
```

## Use instead
```python
class Layer(eqx.Module):
    weight: jax.Array

class Model(eqx.Module):
    head: Layer

def reset(model: Model):
    return eqx.tree_at(lambda model: model.head.weight, model, jnp.zeros(3))
```

## Fix safety
Unsafe: `replace` makes each object anew by its constructor, which `tree_at` does not call, and
`tree_at` sorts the keys of dicts in the tree. No fix is offered, and the message says why, for
classes with an `__init__`, `__post_init__` or `__check_init__` of their own, for static fields,
and for fields with a converter.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [`dataclasses.replace`](https://docs.python.org/3/library/dataclasses.html#dataclasses.replace)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.rule import FixKind, Invalid, Rule, Sign

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.sites.nested_replace import NestedReplace

# One inside another.
_FEWEST = 2


def check(file: FileIndex) -> Iterator[Finding]:
    """Nested calls, the outermost ones."""
    if file.source.text.count("replace(") < _FEWEST:
        return
    # Loaded here: most files replace nothing.
    from treelint.sites.nested_replace import nested_replaces

    for found in nested_replaces(file):
        if file.expects(found.call, "TypeError", "ValueError", "AttributeError"):
            continue
        tree = ast.unparse(found.tree)
        deepest = max((item.path for item in found.replacements), key=len)
        message = (
            f"the path to `{'.'.join((tree, *deepest))}` is written out at each level; `tree_at` "
            "says it once"
        )
        if found.reason is not None:
            message = f"{message}. No fix is offered, as {found.reason}"
        yield rule.at(file, found.call, message, _fix(file, found))


def _fix(file: FileIndex, found: NestedReplace) -> Fix | None:
    from treelint.fixing.imports import of_either_family

    values = sum(file.text(item.value).count("#") for item in found.replacements)
    written: list[ast.expr | ast.stmt] = [found.call, *found.steps]
    has_comment = sum(file.text(node).count("#") for node in written) > values
    if found.reason is not None or has_comment:
        return None
    function = of_either_family(file, "tree_at", found.call.func)
    if function is None:
        return None

    def joined(_: cst.Call) -> cst.Call:
        from treelint.fixing.nested_replace import joined

        return joined(file, found, function.text)

    removals = (Rewrite(step, _without) for step in found.steps)
    return Fix.unsafe("replace the nodes", *removals, Rewrite(found.call, joined), *function.added)


def _without(_: cst.BaseSmallStatement) -> cst.RemovalSentinel:
    import libcst as cst

    return cst.RemovalSentinel.REMOVE


_CLASSES = """\
import dataclasses
from dataclasses import replace
class A(eqx.Module):
    b: jax.Array
    c: jax.Array | None = None
    n: int = eqx.field(static=True, default=2)
    f: float = eqx.field(converter=float, default=1)
class M(eqx.Module):
    a: A
    k: jax.Array
"""
_OTHERS = """\
import flax
from typing import NamedTuple
@flax.struct.dataclass
class A:
    b: int
@flax.struct.dataclass
class M:
    a: A
class P(NamedTuple):
    x: jax.Array
class Q(NamedTuple):
    p: P
    y: jax.Array
"""
_INIT = """\
from dataclasses import replace
class A(eqx.Module):
    b: jax.Array
    def __check_init__(self):
        assert self.b.ndim
class M(eqx.Module):
    a: A
"""

rule = Rule(
    code="TL507",
    name="nested-replace",
    names=frozenset(),
    signs=(Sign(("replace(",), r"replace\((?s:.*?)replace\("),),
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_CLASSES}def f(m: M, v):\n    return eqx.tree_at(lambda m: m.a.b, m, v)",
        f"{_CLASSES}def f(m: M, v):\n    return replace(m, k=v)",
        f"{_CLASSES}def f(m: M, n: M, v):\n    return replace(m, a=replace(n.a, b=v))",
        f"{_CLASSES}def f(m: M, v):\n    return replace(m, k=replace(m.a, b=v))",
        f"{_CLASSES}def f(m, v):\n    return replace(m, a=replace(m.a, b=v))",
        f"{_CLASSES}def f(m: M, d):\n    return replace(m, a=replace(m.a, **d))",
        f"{_CLASSES}def f(m: M):\n    return replace(m, a=replace(m.a))",
        "def f(text):\n    return text.replace('a', text.replace('b', 'c'))",
        # A leaf.
        (
            "import dataclasses\n@dataclasses.dataclass\nclass A:\n    b: int\n"
            "@dataclasses.dataclass\nclass M:\n    a: A\n"
            "def f(m: M):\n    return dataclasses.replace(m, a=dataclasses.replace(m.a, b=1))"
        ),
        f"{_CLASSES}def f(m: M, v):\n    a = g(m.a)\n    return replace(m, a=a)",
    ),
    invalid=(
        Invalid(
            f"{_CLASSES}def f(m: M, v):\n"
            "    return dataclasses.replace(m, a=dataclasses.replace(m.a, b=v + 1))",
            f"{_CLASSES}def f(m: M, v):\n    return eqx.tree_at(lambda m: m.a.b, m, v + 1)",
        ),
        Invalid(
            f"{_CLASSES}def f(m: M, v):\n    return replace(m, a=replace(m.a, b=v), k=(v, 1))",
            f"{_CLASSES}def f(m: M, v):\n"
            "    return eqx.tree_at(lambda m: (m.a.b, m.k), m, (v, (v, 1)))",
        ),
        Invalid(
            f"{_CLASSES}def f(m: M, v):\n    return h(replace(m, a=replace(m.a, c=v)))",
            f"{_CLASSES}def f(m: M, v):\n"
            "    return h(eqx.tree_at(lambda m: m.a.c, m, v, is_leaf=lambda x: x is None))",
        ),
        Invalid(
            f"{_CLASSES}def f(m: M, v):\n    a = replace(m.a, b=v)\n    m = replace(m, a=a)\n"
            "    return m",
            f"{_CLASSES}def f(m: M, v):\n    m = eqx.tree_at(lambda m: m.a.b, m, v)\n    return m",
        ),
        Invalid(
            f"{_OTHERS}def f(m: M, q: Q):\n    return m.replace(a=m.a.replace(b=1)), q._replace(\n"
            "        p=q.p._replace(x=2), y=3\n    )",
            f"{_OTHERS}def f(m: M, q: Q):\n    return eqx.tree_at(lambda m: m.a.b, m, 1), "
            "eqx.tree_at(lambda q: (q.p.x, q.y), q, (2, 3))",
        ),
        Invalid(
            f"{_CLASSES}def f(model: M, weights, biases):\n    return dataclasses.replace(\n"
            "        model, a=dataclasses.replace(model.a, b=compute_the_weight(weights)),\n"
            "        k=compute_the_bias(biases),\n    )",
            f"{_CLASSES}def f(model: M, weights, biases):\n    return eqx.tree_at(\n"
            "        lambda model: (model.a.b, model.k),\n        model,\n"
            "        (compute_the_weight(weights), compute_the_bias(biases)),\n    )",
        ),
        Invalid(
            f"{_CLASSES}class T(eqx.Module):\n    m: M\n    def f(self, v):\n"
            "        return replace(self, m=replace(self.m, a=replace(self.m.a, b=v)))",
            f"{_CLASSES}class T(eqx.Module):\n    m: M\n    def f(self, v):\n"
            "        return eqx.tree_at(lambda tree: tree.m.a.b, self, v)",
        ),
        Invalid(
            f"{_CLASSES}def f(m: M, v):\n    a = replace(m.a, b=v())\n"
            "    return replace(m, k=v(), a=a)"
        ),
        Invalid(f"{_CLASSES}def f(m: M):\n    return replace(m, a=replace(m.a, n=3))"),
        Invalid(f"{_CLASSES}def f(m: M):\n    return replace(m, a=replace(m.a, f=3))"),
        Invalid(f"{_INIT}def f(m: M, v):\n    return replace(m, a=replace(m.a, b=v))"),
        Invalid(
            f"{_CLASSES}def f(m: M, v):\n    return replace(\n        m,  # the model\n"
            "        a=replace(m.a, b=v),\n    )"
        ),
    ),
    default=False,
)
