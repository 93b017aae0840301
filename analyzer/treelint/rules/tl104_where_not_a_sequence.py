"""A `where` selector collects its nodes in something that is no sequence.

## What it does
Looks for selectors that return a generator, `map(...)`, `filter(...)`, the values of a dict, a
set or a dict display.

## Why is this bad?
`tree_at` takes one node, or a sequence of nodes with a length and an order, as the replacements
are matched with the nodes one by one. Everything else raises.

## Example
```python
eqx.tree_at(lambda m: (layer.weight for layer in m.layers), model, weights)
```

## Use instead
```python
eqx.tree_at(lambda m: tuple(layer.weight for layer in m.layers), model, weights)
```

## Fix safety
Safe: the code could only raise. A set display becomes a tuple display; for a dict there is no
fix.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.model import Container, Each, ForEach, Nodes, Path
from treelint.selector.questions import no_sequence
from treelint.selector.wording import not_a_sequence
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.tree_at_call import TreeAtCall


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors whose result has no length, or no order."""
    for call in file.tree_at_calls:
        if call.selector is None or file.expects(call.node, "TypeError", "ValueError"):
            continue
        wrong = no_sequence(call.selector.body)
        if wrong is None or (
            wrong.container is Container.VIEW and not _is_dict(file, call, wrong)
        ):
            continue
        message = not_a_sequence(wrong.container)
        yield rule.at(file, wrong.origin, message, _fix(file, call, wrong))


def _is_dict(file: FileIndex, call: TreeAtCall, wrong: Nodes | ForEach) -> bool:
    """Whether `.values()` is called on the tree itself, and that is a dict by its display."""
    match wrong:
        case ForEach(element=Path(steps=[Each()])) if call.pytree is not None:
            return isinstance(file.names.value(call.pytree), ast.Dict | ast.DictComp)
    return False


def _fix(file: FileIndex, call: TreeAtCall, wrong: Nodes | ForEach) -> Fix | None:
    # A selector with a name may be called by others, who want what it returns.
    if not isinstance(call.where, ast.Lambda) or wrong.container is Container.DICT:
        return None
    if isinstance(wrong.origin, ast.GeneratorExp) and any(
        loop.is_async for loop in wrong.origin.generators
    ):
        return None
    if isinstance(wrong.origin, ast.Set):
        return Fix.safe("write a tuple", Rewrite(wrong.origin, _as_tuple))
    names = [node for node in walk(call.where.body) if isinstance(node, ast.Name)]
    if not all(file.names.is_free("tuple", name) for name in names):
        return None
    return Fix.safe("make a tuple of it", Rewrite(wrong.origin, _in_tuple))


def _in_tuple(values: cst.BaseExpression) -> cst.Call:
    import libcst as cst

    if not isinstance(values, cst.GeneratorExp) or len(values.lpar) != 1:
        return cst.Call(cst.Name("tuple"), [cst.Arg(values)])
    # Its own parentheses become those of the call, with the comments inside them.
    bare = values.with_changes(lpar=[], rpar=[])
    argument = cst.Arg(bare, whitespace_after_arg=values.rpar[0].whitespace_before)
    inside = values.lpar[0].whitespace_after
    return cst.Call(cst.Name("tuple"), [argument], whitespace_before_args=inside)


def _as_tuple(display: cst.Set) -> cst.Tuple:
    import libcst as cst

    elements = list(display.elements)
    if len(elements) == 1 and isinstance(elements[0].comma, cst.MaybeSentinel):
        elements[0] = elements[0].with_changes(comma=cst.Comma())
    return cst.Tuple(
        elements,
        lpar=[*display.lpar, cst.LeftParen(display.lbrace.whitespace_after)],
        rpar=[cst.RightParen(display.rbrace.whitespace_before), *display.rpar],
    )


rule = Rule(
    code="TL104",
    name="where-not-a-sequence",
    names=TREE_AT,
    fix=FixKind.SAFE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: tuple(l.w for l in m.layers), m, new)",
        "eqx.tree_at(lambda m: [l.w for l in m.layers], m, new)",
        "eqx.tree_at(lambda m: m.values(), m, new)",
        "eqx.tree_at(lambda m: list(map(f, m.layers)), m, new)",
        "from lib import map\neqx.tree_at(lambda m: map(f, m.layers), m, new)",
        "try:\n    eqx.tree_at(lambda m: map(f, m), m, new)\nexcept TypeError:\n    pass",
    ),
    invalid=(
        Invalid(
            "b = eqx.tree_at(lambda m: (l.w for l in m.layers), m, new)",
            "b = eqx.tree_at(lambda m: tuple(l.w for l in m.layers), m, new)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: (  # all\n    l.w for l in m.layers\n), m, new)",
            "b = eqx.tree_at(lambda m: tuple(  # all\n    l.w for l in m.layers\n), m, new)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: map(get, m.layers), m, new)",
            "b = eqx.tree_at(lambda m: tuple(map(get, m.layers)), m, new)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: filter(f, m.layers), m, new)",
            "b = eqx.tree_at(lambda m: tuple(filter(f, m.layers)), m, new)",
        ),
        Invalid(
            "t = {'a': 1}\nb = eqx.tree_at(lambda d: d.values(), t, (2,))",
            "t = {'a': 1}\nb = eqx.tree_at(lambda d: tuple(d.values()), t, (2,))",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: {m.a, m.b}, m, new)",
            "b = eqx.tree_at(lambda m: (m.a, m.b), m, new)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: {m.a}, m, new)",
            "b = eqx.tree_at(lambda m: (m.a,), m, new)",
        ),
        Invalid("b = eqx.tree_at(lambda m: {'a': m.a}, m, new)"),
        Invalid("def f(m):\n    return (l for l in m)\nb = eqx.tree_at(f, m, new)"),
        Invalid("def f(m):\n    for l in m:\n        yield l\nb = eqx.tree_at(f, m, new)"),
        Invalid("async def g():\n    b = eqx.tree_at(lambda m: (l async for l in m), m, new)"),
    ),
)
