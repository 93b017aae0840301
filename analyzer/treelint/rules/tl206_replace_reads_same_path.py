"""`replace` is computed from the node that it replaces, whose path is written out twice.

## What it does
Looks for a `replace` that reads the very node that `where` selects, as in
`tree_at(lambda m: m.weight, model, f(model.weight))`.

## Why is this bad?
The path stands there twice, and the two go apart when only one of them is changed. `replace_fn`
is called with the node, so that the path is written once.

## Example
```python
eqx.tree_at(lambda m: m.head.weight, model, model.head.weight * 0.1)
```

## Use instead
```python
eqx.tree_at(lambda m: m.head.weight, model, replace_fn=lambda weight: weight * 0.1)
```

## Fix safety
Unsafe: what the replacement does besides, such as to raise, it does after `where` was called. No
fix is offered in the body of a class, whose names a function does not see, nor for what cannot
stand in a lambda.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
import itertools
import keyword
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.resolve import ScopeKind
from treelint.rule import FixKind, Invalid, Rule
from treelint.sites.arrays.outer_reads import reads, selected_outside
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.tree_at_call import TreeAtCall

# What has no place in a lambda, or means something else there.
_KEPT_OUTSIDE = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
_OWN_NAMES = (ScopeKind.MODULE, ScopeKind.CLASS, ScopeKind.FUNCTION)


def check(file: FileIndex) -> Iterator[Finding]:
    """Replacements in which the selected node is read."""
    for call in file.tree_at_calls:
        if call.replace is None or call.replace_fn is not None or not call.has_all:
            continue
        node = selected_outside(call, file.names)
        found = [] if node is None else list(reads(node, call.replace, file.names))
        if not found or found == [call.replace]:
            continue
        if file.expects(call.node, "ValueError", "TypeError", "AttributeError"):
            continue
        message = (
            f"`{file.text(found[0])}` is the very node that `where` selects; write its path once, "
            "with `replace_fn`, which is called with the node"
        )
        yield rule.at(file, call.replace, message, _fix(file, call, call.replace, found))


def _fix(
    file: FileIndex, call: TreeAtCall, replace: ast.expr, found: list[ast.expr]
) -> Fix | None:
    if not _means_the_same_in_a_lambda(file, replace, found):
        return None
    if _is_one_call(file, replace, found):
        return Fix.unsafe("give the function itself", Rewrite(call.node, _by_function))
    name = _parameter(replace, found[0])
    # LibCST writes the line ends of a part as it would write those of a file of its own.
    texts = frozenset(file.text(read).replace("\r\n", "\n") for read in found)
    return Fix.unsafe(
        "give a function of the node",
        Rewrite(call.node, lambda old: _by_lambda(old, name, texts)),
    )


def _means_the_same_in_a_lambda(file: FileIndex, replace: ast.expr, found: list[ast.expr]) -> bool:
    inside = list(walk(replace))
    names = [node for node in inside if isinstance(node, ast.Name)]
    if any(isinstance(node, _KEPT_OUTSIDE) for node in inside):
        return False
    # Without arguments `super` looks at the function that it is called in.
    if any(name.id == "super" for name in names):
        return False
    scopes = {file.names.scopes[name].enclosing(*_OWN_NAMES).kind for name in names}
    bound = {node.arg for node in inside if isinstance(node, ast.arg)}
    bound |= {name.id for name in names if isinstance(name.ctx, ast.Store)}
    read = {node.id for path in found for node in walk(path) if isinstance(node, ast.Name)}
    return ScopeKind.CLASS not in scopes and not bound & read


def _is_one_call(file: FileIndex, replace: ast.expr, found: list[ast.expr]) -> bool:
    """Whether it is `f(node)`, and nothing else."""
    match replace:
        case ast.Call(func=ast.Name() | ast.Attribute(), args=[argument], keywords=[]):
            return found == [argument] and "#" not in file.text(replace)
    return False


def _parameter(replace: ast.expr, read: ast.expr) -> str:
    """A name for the node that means nothing else in the replacement."""
    used = {node.id for node in walk(replace) if isinstance(node, ast.Name)}
    used |= {node.arg for node in walk(replace) if isinstance(node, ast.arg)}
    first = read.attr if isinstance(read, ast.Attribute) else "node"
    names = itertools.chain([first, "node"], (f"node{number}" for number in itertools.count(2)))
    return next(name for name in names if name not in used and not keyword.iskeyword(name))


def _by_function(call: cst.Call) -> cst.Call:
    from treelint.fixing.replacing import by_function

    return by_function(call)


def _by_lambda(call: cst.Call, name: str, texts: frozenset[str]) -> cst.Call:
    from treelint.fixing.replacing import by_lambda

    return by_lambda(call, name, texts)


rule = Rule(
    code="TL206",
    name="replace-reads-same-path",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: m.a, m, replace_fn=lambda a: a * 2)",
        "eqx.tree_at(lambda m: m.a, m, f(m.b))",
        "eqx.tree_at(lambda m: m.a, m, f(n.a))",
        "eqx.tree_at(lambda m: m.a, m, m.a)",
        "eqx.tree_at(lambda m: m.a, m, f(m))",
        "eqx.tree_at(lambda m: m.a, m, f(m.ab, m.b.a))",
        "eqx.tree_at(lambda m: (m.a, m.b), m, (f(m.a), f(m.b)))",
        "eqx.tree_at(lambda m: m.l[1:], m, f(m.l[1:]))",
        "eqx.tree_at(lambda m: m.l[f()], m, g(m.l[f()]))",
        "eqx.tree_at(lambda m, i=j: m.l[i], m, g(m.l[i]))",
        "eqx.tree_at(lambda m: m.a, m, [f(m.a) for m in models])",
        "eqx.tree_at(lambda m: m.a, m, lambda x: x + m.a)",
        "eqx.tree_at(lambda m: m, m, f(m))",
        "eqx.tree_at(lambda m: m.a, make(), f(make().a))",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda m: m.a, m, f(m.a))"
        ),
    ),
    invalid=(
        Invalid(
            "b = eqx.tree_at(lambda m: m.a, m, f(m.a))",
            "b = eqx.tree_at(lambda m: m.a, m, replace_fn=f)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: m.a, m, replace=jnp.zeros_like(m.a))",
            "b = eqx.tree_at(lambda m: m.a, m, replace_fn=jnp.zeros_like)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: t.l[0].w, self.m, self.m.l[0].w * 2)",
            "b = eqx.tree_at(lambda t: t.l[0].w, self.m, replace_fn=lambda w: w * 2)",
        ),
        Invalid(
            "b = eqx.tree_at(\n    lambda t: t.a,\n    m,\n"
            "    replace = (m.a  # old\n        + 1),\n)",
            "b = eqx.tree_at(\n    lambda t: t.a,\n    m,\n"
            "    replace_fn = lambda a: (a  # old\n        + 1),\n)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: t.a, m, f(  # twice\n    m.a))",
            "b = eqx.tree_at(lambda t: t.a, m, replace_fn=lambda a: f(  # twice\n    a))",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: t['a'], m, g(a=(m['a']), b=m.node, c=m['a'].shape))",
            "b = eqx.tree_at(lambda t: t['a'], m, "
            "replace_fn=lambda node: g(a=(node), b=m.node, c=node.shape))",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: t.l[i], m, f(m.l[i], node))",
            "b = eqx.tree_at(lambda t: t.l[i], m, replace_fn=lambda node2: f(node2, node))",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: t.a, m, a + m.a)",
            "b = eqx.tree_at(lambda t: t.a, m, replace_fn=lambda node: a + node)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: t.a, m, m.a.astype(int), is_leaf=f)",
            "b = eqx.tree_at(lambda t: t.a, m, replace_fn=lambda a: a.astype(int), is_leaf=f)",
        ),
        Invalid("async def g(m):\n    return eqx.tree_at(lambda t: t.a, m, await f(m.a))"),
        Invalid("b = eqx.tree_at(lambda t: t.a, m, f(x := m.a))"),
        Invalid("class C:\n    m = make()\n    b = eqx.tree_at(lambda t: t.a, m, f(m.a))"),
        Invalid("b = eqx.tree_at(lambda t: t.l[i], m, f(m.l[i], [g(i) for i in n]))"),
        Invalid("b = eqx.tree_at(lambda t: t.a, m, super().f(m.a))"),
    ),
    default=False,
)
