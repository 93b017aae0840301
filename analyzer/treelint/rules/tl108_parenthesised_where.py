"""A `where` selector in parentheses is no tuple, but its replacement is one.

## What it does
Looks for `lambda t: (t.a)` on one line with a tuple of one replacement.

## Why is this bad?
`(t.a)` is `t.a`: one node, which is replaced by the whole tuple. Only a comma makes a tuple of it,
whose node is replaced by what is in the other tuple.

## Example
```python
eqx.tree_at(lambda m: (m.bias), model, (bias,))
```

## Use instead
```python
eqx.tree_at(lambda m: (m.bias,), model, (bias,))
```

## Fix safety
Unsafe: the node may be a tuple. The comma is added.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [Parenthesized forms](https://docs.python.org/3/reference/expressions.html#parenthesized-forms)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.index import end_of
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.model import Path
from treelint.selector.replacement import literal_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors of one node that look like a tuple, with a tuple for it."""
    for call in file.tree_at_calls:
        where, replace = call.where, call.replace
        if call.selector is None or not isinstance(where, ast.Lambda):
            continue
        if not isinstance(call.selector.body, Path) or not _is_parenthesised(file, where):
            continue
        if not isinstance(replace, ast.Tuple) or literal_count(replace) != 1:
            continue
        if file.expects(call.node, "ValueError", "TypeError"):
            continue
        text = file.text(where.body)
        message = (
            f"`({text})` is one node and no tuple, so it becomes the tuple "
            f"`{file.text(replace)}`; write `({text},)`, or the replacement without its comma"
        )
        fix = Fix.unsafe("make a tuple of it", Rewrite(where.body, _as_tuple))
        yield rule.at(file, where.body, message, fix)


def _is_parenthesised(file: FileIndex, where: ast.Lambda) -> bool:
    """Whether parentheses stand around the body, all on one line."""
    source, body = file.source, where.body
    start = source.offset(body.lineno, body.col_offset)
    end = source.offset(*end_of(body))
    before = source.text[source.offset(where.lineno, where.col_offset) : start]
    after = source.text[end : source.offset(*end_of(where))]
    return (
        "\n" not in source.text[start:end]
        and before.rstrip(" \t").endswith("(")
        and after.lstrip(" \t").startswith(")")
    )


def _as_tuple(body: cst.BaseExpression) -> cst.Tuple:
    import libcst as cst

    bare = body.with_changes(lpar=body.lpar[1:], rpar=body.rpar[:-1])
    return cst.Tuple(
        [cst.Element(bare, comma=cst.Comma())], lpar=body.lpar[:1], rpar=body.rpar[-1:]
    )


rule = Rule(
    code="TL108",
    name="parenthesised-where",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: (m.a), m, new)",
        "eqx.tree_at(lambda m: (m.a,), m, (new,))",
        "eqx.tree_at(lambda m: m.a, m, (new,))",
        "eqx.tree_at(lambda m: (m.layers), m, (first, second))",
        "eqx.tree_at(lambda m: (m.layers), m, (*layers,))",
        "eqx.tree_at(lambda m: (m.layers), m, ())",
        "eqx.tree_at(lambda m: (m.layers), m, [layer])",
        "eqx.tree_at(lambda m: (\n    m.a\n), m, (new,))",
        "eqx.tree_at((lambda m: m.a), m, (new,))",
        "eqx.tree_at(lambda m, n=(0): m.a, m, (new,))",
        "eqx.tree_at(lambda m: ((m.a, m.b)), m, (new,))",
        "try:\n    eqx.tree_at(lambda m: (m.a), m, (1,))\nexcept ValueError:\n    pass",
    ),
    invalid=(
        Invalid(
            "b = eqx.tree_at(lambda m: (m.a), m, (new,))",
            "b = eqx.tree_at(lambda m: (m.a,), m, (new,))",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: ( m.l[0] ), m, replace=(new,))",
            "b = eqx.tree_at(lambda m: ( m.l[0], ), m, replace=(new,))",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: ((m.a)), m, (new,))",
            "b = eqx.tree_at(lambda m: ((m.a),), m, (new,))",
        ),
        Invalid(
            "b = eqx.tree_at(\n    lambda m:(m.a),  # one\n    m,\n    (new,),\n)",
            "b = eqx.tree_at(\n    lambda m:(m.a,),  # one\n    m,\n    (new,),\n)",
        ),
        Invalid(
            "b = eqx.tree_at(where=lambda é: (é.a), pytree=m, replace=(new,))",
            "b = eqx.tree_at(where=lambda é: (é.a,), pytree=m, replace=(new,))",
        ),
    ),
    default=False,
)
