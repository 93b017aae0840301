"""The result of `tree_check` is used, and is None.

## What it does
Looks for `assert tree_check(tree)`, and for other places where what `tree_check` returns is
taken for an answer or for the tree: a condition, a comparison, an attribute, or an assignment to
the tree itself.

## Why is this bad?
`tree_check` returns nothing: it raises where something is wrong with the tree. Its result is
None always, so that the assertion fails for every good tree, and the condition is never true.

## Example
```python
assert eqx.tree_check(model)
```

## Use instead
```python
eqx.tree_check(model)
```

## Fix safety
Safe: the assertion could only raise. (With `python -O`, which leaves out assertions, the tree was
not checked at all.) Elsewhere there is no fix.

## References
- [`equinox.tree_check`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_check)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_CHECK
from treelint.index import end_of
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Calls whose result is used as something that None is not."""
    for call in file.calls_of(TREE_CHECK):
        used = next((use for use in _uses(file, call) if _is_wrong(file, use)), None)
        if used is None:
            continue
        if file.expects(call, "AssertionError", "AttributeError", "TypeError", "ValueError"):
            continue
        message = (
            f"`{ast.unparse(call.func)}` returns None: it raises where something is wrong. Call "
            "it as a statement of its own"
        )
        yield rule.at(file, call, message, _fix(file, call))


def _uses(file: FileIndex, call: ast.Call) -> Iterator[ast.expr]:
    """The call itself, and the variable that holds what it returned, where that is read."""
    yield call
    match file.parents[call]:
        case ast.Assign(targets=[ast.Name() as target]) if file.names.value(target) is call:
            yield from (name for name in file.uses(target) if name is not target)


def _is_wrong(file: FileIndex, use: ast.expr) -> bool:
    """Whether None makes no sense there."""
    match file.parents[use]:
        case ast.Assert(test=test) | ast.If(test=test) | ast.While(test=test):
            return test is use
        case ast.IfExp(test=test):
            return test is use
        case ast.BoolOp():
            return True
        case ast.UnaryOp(op=ast.Not()) as negated:
            # `assert not tree_check(tree)` says that nothing is wrong, and is right.
            return not isinstance(file.parents[negated], ast.Assert)
        case ast.Compare(ops=[operator], comparators=[ast.Constant(value=answer)]):
            return _is_wrong_comparison(operator, answer)
        case ast.Attribute():
            return True
        case ast.Subscript(value=value):
            return value is use
        case ast.Assign(targets=[target], value=ast.Call(args=[tree])):
            return ast.unparse(target) == ast.unparse(tree)
    return False


def _is_wrong_comparison(operator: ast.cmpop, answer: object) -> bool:
    """Whether the answer to the comparison is known, and not the one that was hoped for."""
    if answer is None:
        return isinstance(operator, ast.IsNot | ast.NotEq)
    return isinstance(answer, bool) and isinstance(operator, ast.Is | ast.Eq)


def _fix(file: FileIndex, call: ast.Call) -> Fix | None:
    statement = file.parents[call]
    if not isinstance(statement, ast.Assert):
        return None
    after = file.source.text[
        file.source.offset(*end_of(call)) : file.source.offset(*end_of(statement))
    ]
    if "#" in after:
        return None  # a comment may stand beside the assertion's message
    return Fix.safe("call it as a statement", Rewrite(statement, _without_assert))


def _without_assert(statement: cst.Assert) -> cst.Expr:
    import libcst as cst

    return cst.Expr(statement.test, semicolon=statement.semicolon)


rule = Rule(
    code="TL306",
    name="tree-check-result",
    names=TREE_CHECK,
    fix=FixKind.SAFE,
    check=check,
    valid=(
        "eqx.tree_check(model)",
        "assert eqx.tree_check(model) is None",
        "assert not eqx.tree_check(model)",
        "def check(model):\n    return eqx.tree_check(model)",
        "nothing = eqx.tree_check(model)\nassert nothing is None",
        "import pytest\nwith pytest.raises(ValueError):\n    assert eqx.tree_check(model)",
        "try:\n    assert eqx.tree_check(model)\nexcept AssertionError:\n    pass",
        "from lib import tree_check\nassert tree_check(model)",
        "ok = eqx.tree_check(model)\nok = True\nassert ok",
        "x = f()[eqx.tree_check(model)]",
        "assert f(eqx.tree_check(model))",
        "for model in models:\n    eqx.tree_check(model)\nif model:\n    pass",
    ),
    invalid=(
        Invalid("assert eqx.tree_check(model)  # kept", "eqx.tree_check(model)  # kept"),
        Invalid(
            "def f(model):\n    a = 1; assert eqx.tree_check(model), 'wrong'; b = 2",
            "def f(model):\n    a = 1; eqx.tree_check(model); b = 2",
        ),
        Invalid(
            "assert (  # why\n    eqx.tree_check(model)\n)",
            "(  # why\n    eqx.tree_check(model)\n)",
        ),
        Invalid(
            "from treeops import tree_check\nassert tree_check(model)",
            "from treeops import tree_check\ntree_check(model)",
        ),
        Invalid("assert eqx.tree_check(\n    model\n), (\n    # why\n    'wrong'\n)"),
        Invalid("if eqx.tree_check(model):\n    train(model)"),
        Invalid("if not eqx.tree_check(model):\n    raise ValueError"),
        Invalid("assert eqx.tree_check(a) and eqx.tree_check(b)"),
        Invalid("assert eqx.tree_check(model) is True"),
        Invalid("assert eqx.tree_check(model) is not None"),
        Invalid("model = eqx.tree_check(model)"),
        Invalid("y = eqx.tree_check(model).layers"),
        Invalid("y = eqx.tree_check(models)[0]"),
        Invalid("y = a if eqx.tree_check(model) else b"),
        Invalid("def f(model):\n    ok = eqx.tree_check(model)\n    assert ok"),
        Invalid("while eqx.tree_check(model):\n    model = train(model)"),
    ),
)
