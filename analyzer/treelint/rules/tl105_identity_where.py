"""A `where` selector returns the tree itself.

## What it does
Looks for `lambda t: t`, written in the call or under a name.

## Why is this bad?
The node that is replaced is the whole tree, so that the result is the replacement as it is, or
what `replace_fn` makes of the tree. Nothing is copied, merged or checked: with
`eqx.filter(model, eqx.is_array)` for a replacement everything else of the model is lost, and
with `True` the result is `True`.

## Example
```python
target = eqx.tree_at(lambda m: m, target, policy)
```

## Use instead
```python
target = policy
```

## Fix safety
Unsafe: a part of the tree may have been meant. The call becomes its replacement, or the call of a
`replace_fn` that has a name.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [`equinox.combine`](https://docs.kidger.site/equinox/api/manipulation/#equinox.combine)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.model import Parameter, Path
from treelint.tree_at_call import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.tree_at_call import TreeAtCall

_MESSAGE = (
    "`where` selects the whole tree, so the result is the replacement itself, and nothing of the "
    "tree is kept; select a part of the tree, or use the replacement without `tree_at`"
)
# What needs no parentheses anywhere, unless it goes over several lines.
_CLOSED = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
# What has its own brackets.
_BRACKETED = (
    ast.Tuple,
    ast.List,
    ast.Set,
    ast.Dict,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
# Around these any expression can stand, but for a walrus.
_ROOMY = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Call, ast.keyword)


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors without a step."""
    for call in file.tree_at_calls:
        if call.selector is None or call.where is None:
            continue
        match call.selector.body:
            case Path(root=Parameter.TREE, steps=()) if not file.expects(call.node):
                yield rule.at(file, call.where, _MESSAGE, _fix(file, call))


def _fix(file: FileIndex, call: TreeAtCall) -> Fix | None:
    if not isinstance(call.where, ast.Lambda) or not call.has_all or call.pytree is None:
        return None
    # In an f-string a brace of the replacement would be read as a part of the text.
    if isinstance(file.parents[call.node], ast.FormattedValue):
        return None
    match call.replace, call.replace_fn:
        case ast.expr() as replace, None:
            if _has_comments(file, call, replace):
                return None
            parenthesised = _needs_parentheses(file, call.node, replace)
            change = Rewrite(call.node, lambda old: _replacement(old, parenthesised=parenthesised))
            return Fix.unsafe("use the replacement itself", change)
        case None, ast.Name() | ast.Attribute() as function:
            if _has_comments(file, call, call.pytree, function):
                return None
            parenthesised = function.lineno != function.end_lineno
            change = Rewrite(call.node, lambda old: _called(old, parenthesised=parenthesised))
            return Fix.unsafe("call `replace_fn` itself", change)
    return None


def _has_comments(file: FileIndex, call: TreeAtCall, *kept: ast.expr) -> bool:
    """Whether something of the call that goes may hold a comment."""
    text = file.text(call.node)
    for part in kept:
        text = text.replace(file.text(part), "", 1)
    return "#" in text


def _needs_parentheses(file: FileIndex, call: ast.Call, node: ast.expr) -> bool:
    if isinstance(node, _BRACKETED):
        return False
    # The brackets of a call keep what is in them together.
    outside = node.func if isinstance(node, ast.Call) else node
    if outside.lineno != outside.end_lineno:
        return True
    parent = file.parents[call]
    is_called = isinstance(parent, ast.Call) and parent.func is call
    is_roomy = isinstance(parent, _ROOMY) and not is_called
    return not isinstance(node, _CLOSED) and (isinstance(node, ast.NamedExpr) or not is_roomy)


def _arguments(call: cst.Call) -> dict[str, cst.BaseExpression]:
    return {
        PARAMETERS[index] if argument.keyword is None else argument.keyword.value: argument.value
        for index, argument in enumerate(call.args)
    }


def _replacement(call: cst.Call, *, parenthesised: bool) -> cst.BaseExpression:
    import libcst as cst

    replace = _arguments(call)["replace"]
    if isinstance(replace, cst.Call):
        # Its own brackets may stand on a line below the function.
        after = replace.whitespace_after_func
        parenthesised |= isinstance(after, cst.ParenthesizedWhitespace)
    return _parenthesised(replace) if parenthesised else replace


def _called(call: cst.Call, *, parenthesised: bool) -> cst.Call:
    import libcst as cst

    arguments = _arguments(call)
    function = arguments["replace_fn"]
    tree = cst.Arg(arguments["pytree"])
    return cst.Call(_parenthesised(function) if parenthesised else function, [tree])


def _parenthesised(node: cst.BaseExpression) -> cst.BaseExpression:
    import libcst as cst

    if node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


rule = Rule(
    code="TL105",
    name="identity-where",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "eqx.tree_at(lambda t: t.a, t, new)",
        "eqx.tree_at(lambda t: u, t, new)",
        "eqx.tree_at(lambda t: t[0], t, new)",
        "eqx.tree_at(lambda t: f(t), t, new)",
        "eqx.tree_at(lambda t, u=u: u, t, new)",
        "jax.tree.map(lambda t: t, model)",
        "import pytest\nwith pytest.raises(ValueError):\n    eqx.tree_at(lambda t: t, t)",
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda m: m, target, policy)", "b = policy"),
        Invalid("b = eqx.tree_at(lambda m: m, m, replace=f(m, *n)).a", "b = f(m, *n).a"),
        Invalid("b = eqx.tree_at(lambda m: m, m, x + y)", "b = x + y"),
        Invalid("b = -eqx.tree_at(lambda m: m, m, x + y)", "b = -(x + y)"),
        Invalid("b = eqx.tree_at(lambda m: m, m, x\n    + y)", "b = (x\n    + y)"),
        Invalid("b = eqx.tree_at(lambda m: m, m, (c := x))", "b = (c := x)"),
        Invalid("b = eqx.tree_at(lambda m: m, m, c := x)", "b = (c := x)"),
        Invalid("b = eqx.tree_at(lambda m: m, m, x or y)()", "b = (x or y)()"),
        Invalid("b = f(eqx.tree_at(lambda m: m, m, x or y))", "b = f(x or y)"),
        Invalid("b = eqx.tree_at(lambda m: m, m, x\n    .f())", "b = (x\n    .f())"),
        Invalid("b = eqx.tree_at(lambda m: m, m, f(\n    x))", "b = f(\n    x)"),
        Invalid("b = eqx.tree_at(lambda m: m, f(n), replace_fn=jax.f)", "b = jax.f(f(n))"),
        Invalid("b = eqx.tree_at(lambda m: m, m, f\n    (x))", "b = (f\n    (x))"),
        Invalid("b = eqx.tree_at(lambda m: m, m, replace_fn=jax\n.f)", "b = (jax\n.f)(m)"),
        Invalid("b = eqx.tree_at(\n    lambda m: m,  # all\n    m, x)"),
        Invalid("b = eqx.tree_at(\n    lambda m: m,  # all\n    m, replace_fn=f)"),
        Invalid("b = f'{eqx.tree_at(lambda m: m, m, {1: 2})}'"),
        Invalid("b = eqx.tree_at(lambda m: m, m, replace_fn=lambda n: n)"),
        Invalid("b = eqx.tree_at(lambda m: m, m, x, **options)"),
        Invalid("def where(m):\n    return m\nb = eqx.tree_at(where, m, x)"),
        Invalid("where = lambda m: m\nb = eqx.tree_at(where, m)"),
    ),
)
