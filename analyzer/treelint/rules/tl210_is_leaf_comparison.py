"""`is_leaf` asks `x == None`.

## What it does
Looks for an `is_leaf` that compares its argument with `None` by `==` or `!=`, in calls of
`tree_at`, `filter`, `partition` and `combine`.

## Why is this bad?
`is_leaf` is asked of every node and leaf, arrays included. A NumPy array compares with `None`
element by element, so that the answer is an array and no truth value, which raises.

## Example
```python
eqx.tree_at(lambda m: m.bias, model, bias, is_leaf=lambda x: x == None)
```

## Use instead
```python
eqx.tree_at(lambda m: m.bias, model, bias, is_leaf=lambda x: x is None)
```

## Fix safety
Safe: of whatever can be compared with `None` at all, only `None` is equal to it. It is offered
where the function stands in the call, as others may call one with a name.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [PEP 8](https://peps.python.org/pep-0008/#programming-recommendations)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import COMBINE, FILTER, TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex

_NAMES = TREE_AT | FILTER | COMBINE
# Which argument it is by position; what `combine` takes so are trees.
_POSITIONS = {"tree_at": 4, "filter": 4, "partition": 3}


def check(file: FileIndex) -> Iterator[Finding]:
    """Comparisons with None inside an `is_leaf`."""
    for call in file.calls_of(_NAMES):
        given = _is_leaf(file, call)
        if given is None or file.expects(call, "ValueError", "TypeError"):
            continue
        for comparison, parameter in _comparisons(file, given):
            message = (
                f"`{file.text(comparison)}` is an array where `{parameter}` is a NumPy array, and "
                f"no truth value; ask `{parameter} {_operator(comparison)} None`"
            )
            fix = None
            if isinstance(given, ast.Lambda):
                fix = Fix.safe("ask by `is`", Rewrite(comparison, _by_identity))
            yield rule.at(file, comparison, message, fix)


def _is_leaf(file: FileIndex, call: ast.Call) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == "is_leaf":
            return keyword.value
    name = file.names.qualified_name(call.func) or ""
    position = _POSITIONS.get(name.rpartition(".")[2], len(call.args))
    given = call.args[: position + 1]
    if len(given) <= position or any(isinstance(item, ast.Starred) for item in given):
        return None
    return given[position]


def _comparisons(file: FileIndex, given: ast.expr) -> Iterator[tuple[ast.Compare, str]]:
    """The comparisons of the function's parameter with None, and the parameter's name."""
    function: object = given if isinstance(given, ast.Lambda) else file.names.definition(given)
    if not isinstance(function, ast.Lambda | ast.FunctionDef):
        return
    parameters = [*function.args.posonlyargs, *function.args.args]
    for node in walk(function):
        match node:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]) if (
                parameters
            ):
                sides = (left, right)
                name = next((side.id for side in sides if isinstance(side, ast.Name)), None)
                if name is not None and name == parameters[0].arg and any(map(_is_none, sides)):
                    yield node, name


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _operator(comparison: ast.Compare) -> str:
    return "is" if isinstance(comparison.ops[0], ast.Eq) else "is not"


def _by_identity(comparison: cst.Comparison) -> cst.Comparison:
    import libcst as cst

    target = comparison.comparisons[0]
    old = target.operator
    operator: cst.BaseCompOp
    if isinstance(old, cst.Equal):
        operator = cst.Is(_space(old.whitespace_before), _space(old.whitespace_after))
    elif isinstance(old, cst.NotEqual):
        operator = cst.IsNot(
            _space(old.whitespace_before),
            whitespace_after=_space(old.whitespace_after),
        )
    else:
        msg = f"{type(old).__name__} is no comparison by value"
        raise TypeError(msg)
    return comparison.with_changes(comparisons=[target.with_changes(operator=operator)])


def _space(
    old: cst.BaseParenthesizableWhitespace,
) -> cst.BaseParenthesizableWhitespace:
    """At least one space: a word stands where a sign stood."""
    import libcst as cst

    return cst.SimpleWhitespace(" ") if old.empty else old


rule = Rule(
    code="TL210",
    name="is-leaf-comparison",
    names=_NAMES,
    fix=FixKind.SAFE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: x is None)",
        "eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: x == 2)",
        "eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: outer == None)",
        "eqx.tree_at(lambda m: m.a, m, replace_fn=lambda x: x == None)",
        "eqx.tree_at(lambda m: m.a, m, 1, is_leaf=is_none)",
        "eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda: x == None)",
        "other.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: x == None)",
        "eqx.tree_at(lambda m: m.a, m, *rest, lambda x: x, lambda x: x == None)",
        "eqx.combine(a, b, c, d, lambda x: x == None)",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: x == None)"
        ),
    ),
    invalid=(
        Invalid(
            "b = eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: x == None)",
            "b = eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: x is None)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: f(x) or None!=x)",
            "b = eqx.tree_at(lambda m: m.a, m, 1, is_leaf=lambda x: f(x) or None is not x)",
        ),
        Invalid(
            "b = eqx.tree_at(\n    lambda m: m.a, m, 1,\n"
            "    is_leaf=lambda x: (x  # a node\n        ==None),\n)",
            "b = eqx.tree_at(\n    lambda m: m.a, m, 1,\n"
            "    is_leaf=lambda x: (x  # a node\n        is None),\n)",
        ),
        Invalid(
            "b = eqx.partition(m, eqx.is_array, None, lambda x: x == None)",
            "b = eqx.partition(m, eqx.is_array, None, lambda x: x is None)",
        ),
        Invalid("is_none = lambda x: x == None\nb = eqx.tree_at(w, m, 1, is_leaf=is_none)"),
        Invalid(
            "def is_none(x):\n    return x == None\n"
            "b = eqx.filter(m, eqx.is_array, is_leaf=is_none)"
        ),
    ),
)
