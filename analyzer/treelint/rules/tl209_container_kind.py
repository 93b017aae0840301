"""A list replaces a tuple, or a tuple a list.

## What it does
Looks for a replacement that is a list where the selected node is known to be a tuple, such as
the layers of `eqx.nn.MLP`, and for the reverse: in `replace`, and in what `replace_fn` returns.

## Why is this bad?
To JAX a list and a tuple are different structures. Nothing raises in `tree_at`; but the new tree
no longer fits the old one in `jax.tree.map`, the state of its optimiser, or a checkpoint, and
every jitted function compiles again.

## Example
```python
mlp = eqx.nn.MLP(2, 2, 8, 2, key=key)
mlp = eqx.tree_at(lambda m: m.layers, mlp, [first, second, third])
```

## Use instead
```python
mlp = eqx.nn.MLP(2, 2, 8, 2, key=key)
mlp = eqx.tree_at(lambda m: m.layers, mlp, (first, second, third))
```

## Fix safety
Unsafe: the new tree has the structure of the old one, which other code may not expect.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [Trees in JAX](https://docs.jax.dev/en/latest/pytrees.html)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.wording import another_container
from treelint.sites.selected import replaced, selected
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.project.steps import End
    from treelint.project.types import Type
    from treelint.sites.selected import Selected
    from treelint.tree_at_call import TreeAtCall


def check(file: FileIndex) -> Iterator[Finding]:
    """Nodes and replacements that are containers of two kinds."""
    for call in file.tree_at_calls:
        for node, given in _given(file, call):
            old, new = _node_kind(node.end), _kind(file, given)
            if old is None or new is None or old == new:
                continue
            message = another_container(node.path, old, new, file.text)
            yield rule.at(file, given, message, _fix(file, call, given, old))


def _given(file: FileIndex, call: TreeAtCall) -> Iterator[tuple[Selected, ast.expr]]:
    """Each node with the expression that gives its replacement."""
    for pair in replaced(file, call):
        yield pair.node, pair.replacement
    if isinstance(call.replace_fn, ast.Lambda):
        for node in selected(file, call):
            yield node, call.replace_fn.body


def _node_kind(end: End) -> str | None:
    from treelint.project.steps import Node

    return _common_kind(end.type) if isinstance(end, Node) else None


def _kind(file: FileIndex, given: ast.expr) -> str | None:
    """The kind of a replacement; a union with None is of no kind."""
    from treelint.project.types import NONE, alternatives

    type_ = file.types.of(given)
    return None if NONE in alternatives(type_) else _common_kind(type_)


def _common_kind(type_: Type) -> str | None:
    """`list` or `tuple`, if the type is that, perhaps or None."""
    from treelint.project.types import NONE, Listing, ListingKind, alternatives

    kinds = {
        member.kind if isinstance(member, Listing) else None
        for member in alternatives(type_)
        if member is not NONE
    }
    match [*kinds]:
        case [(ListingKind.LIST | ListingKind.TUPLE) as kind]:
            return str(kind.value)
    return None


def _fix(file: FileIndex, call: TreeAtCall, given: ast.expr, kind: str) -> Fix | None:
    if isinstance(given, ast.ListComp) and any(loop.is_async for loop in given.generators):
        return None
    names = [node for node in walk(call.node) if isinstance(node, ast.Name)]
    if not all(file.names.is_free(kind, name) for name in names):
        return None
    return Fix.unsafe(f"give a {kind}", Rewrite(given, lambda old: _changed(old, kind)))


def _changed(node: cst.BaseExpression, kind: str) -> cst.BaseExpression:
    from treelint.fixing.containers import as_list, as_tuple

    return as_tuple(node) if kind == "tuple" else as_list(node)


_MLP = "m = eqx.nn.MLP(2, 2, 8, 2, key=key)\n"
_MODEL = """\
class Model(eqx.Module):
    layers: list[eqx.nn.Linear]
    heads: tuple[eqx.nn.Linear, ...] | None
    rest: object
def f(m: Model, new: list[eqx.nn.Linear]):
    """

rule = Rule(
    code="TL209",
    name="container-kind",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, (a, b, c))",
        f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, new)",
        f"{_MLP}m = eqx.tree_at(lambda m: [m.layers, m.activation], m, [(a, b), f])",
        f"{_MLP}m = eqx.tree_at(lambda m: [l.weight for l in m.layers], m, [a, b, c])",
        f"{_MODEL}return eqx.tree_at(lambda m: m.rest, m, [a, b])",
        f"{_MODEL}return eqx.tree_at(lambda m: m.layers, m, new)",
        f"{_MODEL}return eqx.tree_at(lambda m: m.layers, m, new if c else None)",
        "m = eqx.tree_at(lambda m: m.layers, m, [a, b])",
        (
            "from typing import Sequence\ndef f(ls: list[Sequence[int]]):\n"
            "    return eqx.tree_at(lambda t: t[0], ls, (1, 2))"
        ),
    ),
    invalid=(
        Invalid(
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, [a, b, c])",
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, (a, b, c))",
        ),
        Invalid(
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, [\n    a,  # only\n])",
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, (\n    a,  # only\n))",
        ),
        Invalid(
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, [f(l) for l in m.layers])",
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, tuple(f(l) for l in m.layers))",
        ),
        Invalid(
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, replace_fn=lambda ls: list(ls))",
            f"{_MLP}m = eqx.tree_at(lambda m: m.layers, m, replace_fn=lambda ls: tuple(ls))",
        ),
        Invalid(
            f"{_MODEL}return eqx.tree_at(lambda m: (m.layers, m.heads), m, ((a,), new))",
            f"{_MODEL}return eqx.tree_at(lambda m: (m.layers, m.heads), m, ([a], tuple(new)))",
        ),
        Invalid(
            f"async def g():\n    {_MLP}"
            "    m = eqx.tree_at(lambda m: m.layers, m, [l async for l in layers()])"
        ),
        Invalid(f"{_MODEL}tuple = new\n    return eqx.tree_at(lambda m: m.heads, m, [*tuple])"),
    ),
)
