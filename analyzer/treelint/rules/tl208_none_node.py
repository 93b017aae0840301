"""A `None` is replaced without `is_leaf`.

## What it does
Looks for selectors that lead to what is known to be `None` there, as the bias of
`eqx.nn.Linear(2, 3, use_bias=False, key=key)`, or the `bias` of a `linear` for which a test
`linear.bias is None` has just held, in a call without `is_leaf`.

## Why is this bad?
To JAX, `None` is no leaf, but a node without children, and every `None` is the same object.
`tree_at` finds the right one only while it is the only one: as soon as another field of the tree
is `None` too, it raises.

## Example
```python
linear = eqx.nn.Linear(2, 3, use_bias=False, key=key)
linear = eqx.tree_at(lambda l: l.bias, linear, bias)
```

## Use instead
```python
linear = eqx.nn.Linear(2, 3, use_bias=False, key=key)
linear = eqx.tree_at(lambda l: l.bias, linear, bias, is_leaf=lambda x: x is None)
```

## Fix safety
Safe: the same node is replaced. It is offered where the selector only follows fields, so that it
cannot ask what `is_leaf` changes.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
- [`None` in JAX's trees](https://docs.jax.dev/en/latest/pytrees.html)
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.model import Attr, Nodes, Path
from treelint.selector.questions import is_definite
from treelint.selector.relation import Relation, relation
from treelint.selector.wording import only_none
from treelint.sites.selected import selected

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.project.steps import End
    from treelint.selector.model import Selector
    from treelint.sites.selected import Selected
    from treelint.tree_at_call import TreeAtCall


def check(file: FileIndex) -> Iterator[Finding]:
    """Paths to None; the first of each call."""
    for call in file.tree_at_calls:
        if call.is_leaf is not None or not call.has_all or file.expects(call.node, "ValueError"):
            continue
        found = list(selected(file, call))
        for node in found:
            if not node.path.steps or not _is_none(file, call, node):
                continue
            message = only_none(node.path, file.text)
            is_certain = all(_is_in_tree(other.end) for other in found)
            fix = _fix(call) if is_certain and _is_pure(call.selector) else None
            yield rule.at(file, node.path.origin, message, fix)
            break


def _is_none(file: FileIndex, call: TreeAtCall, node: Selected) -> bool:
    """Whether a node is None by its type, or by a test of it before the call."""
    from treelint.project.steps import Node
    from treelint.project.types import NONE

    end = node.end
    if not isinstance(end, Node) or not end.is_in_tree or call.pytree is None:
        return False
    attributes = tuple(step.name for step in node.path.steps if isinstance(step, Attr))
    is_tested = len(attributes) == len(node.path.steps)
    return end.type is NONE or (is_tested and file.types.is_none(call.pytree, attributes))


def _is_in_tree(end: End) -> bool:
    from treelint.project.steps import Node

    return isinstance(end, Node) and end.is_in_tree


def _is_pure(selector: Selector | None) -> bool:
    """Whether a selector takes fields and items, and does nothing that `is_leaf` may change."""
    if selector is None or selector.tests:
        return False
    match selector.body:
        case Path() as path:
            found = [path]
        case Nodes(items=items):
            found = [item for item in items if isinstance(item, Path)]
            if len(found) < len(items):
                return False
        case _:
            return False
    # Of a None inside another node `tree_at` would say so, once it is a leaf.
    are_apart = all(
        one == other or relation(one, other) is Relation.APART
        for one, other in combinations(found, 2)
    )
    return are_apart and all(is_definite(step) for path in found for step in path.steps)


def _fix(call: TreeAtCall) -> Fix:
    return Fix.safe("let `is_leaf` find each None", Rewrite(call.node, _with_is_leaf))


def _with_is_leaf(call: cst.Call) -> cst.Call:
    from treelint.fixing.appending import with_keyword

    return with_keyword(call, "is_leaf", "lambda x: x is None")


_LINEAR = "l = eqx.nn.Linear(2, 3, use_bias=False, key=key)\n"
_MODEL = """\
class Model(eqx.Module):
    weight: jax.Array
    bias: jax.Array | None = None
    name: str | None = eqx.field(static=True, default=None)
"""

_IF = f"{_MODEL}def f(m: Model, n: Model):\n    if m.bias is "

rule = Rule(
    code="TL208",
    name="none-node",
    names=TREE_AT,
    fix=FixKind.SAFE,
    check=check,
    valid=(
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.bias, l, b, is_leaf=lambda x: x is None)",
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.bias, l, b, is_leaf=is_none)",
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.bias, l, b, **options)",
        f"{_LINEAR}l = eqx.tree_at(lambda l: l.weight, l, b)",
        "l = eqx.nn.Linear(2, 3, key=key)\nl = eqx.tree_at(lambda l: l.bias, l, b)",
        "l = eqx.nn.Linear(2, 3, use_bias=flag, key=key)\nl = eqx.tree_at(lambda l: l.bias, l, b)",
        f"{_MODEL}def f(m: Model):\n    return eqx.tree_at(lambda m: m.bias, m, b)",
        f"{_MODEL}m = eqx.tree_at(lambda m: m.name, Model(w), b)",
        f"{_IF}not None:\n        m = eqx.tree_at(lambda m: m.bias, m, b)",
        f"{_IF}None:\n        m = f()\n        m = eqx.tree_at(lambda m: m.bias, m, b)",
        f"{_IF}None:\n        m = eqx.tree_at(lambda m: m.weight, m, b)",
        f"{_IF}None:\n        n = eqx.tree_at(lambda m: m.bias, n, b)",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda t: t[0], (None, None), 1)"
        ),
    ),
    invalid=(
        Invalid(
            f"{_LINEAR}l = eqx.tree_at(lambda l: l.bias, l, b)",
            f"{_LINEAR}l = eqx.tree_at(lambda l: l.bias, l, b, is_leaf=lambda x: x is None)",
        ),
        Invalid(
            f"{_MODEL}m = eqx.tree_at(\n    lambda m: (m.weight, m.bias),\n    Model(w),\n"
            "    (0, 1),  # both\n)",
            f"{_MODEL}m = eqx.tree_at(\n    lambda m: (m.weight, m.bias),\n    Model(w),\n"
            "    (0, 1),  # both\n    is_leaf=lambda x: x is None,\n)",
        ),
        Invalid(
            "t = eqx.tree_at(lambda t: t['a'][0], {'a': (None, 1)}, replace_fn=f)",
            "t = eqx.tree_at(lambda t: t['a'][0], {'a': (None, 1)}, replace_fn=f, "
            "is_leaf=lambda x: x is None)",
        ),
        Invalid(
            f"{_MODEL}m = Model(w)\n"
            "m = eqx.tree_at(lambda m: m.weight if m.bias is None else m.bias, m, 0)\n"
            "m = Model(w)\n"
            "m = eqx.tree_at(lambda m: [m.bias for i in m.weight if m.bias is None], m, (0,))",
        ),
        Invalid(
            f"{_IF}None:\n        return eqx.tree_at(lambda t: t.bias, m, b)",
            f"{_IF}None:\n"
            "        return eqx.tree_at(lambda t: t.bias, m, b, is_leaf=lambda x: x is None)",
        ),
        Invalid("t = eqx.tree_at(lambda t: (t[0], f(t)), (None, 1), (2, 3))"),
        Invalid("t = eqx.tree_at(lambda t: [x[0] for x in t], [(None,)], (2,))"),
        # One lies inside the other: it could only raise then.
        Invalid("t = eqx.tree_at(lambda t: (t[0], t[0][0]), ((None,), 1), (2, 3))"),
    ),
)
