"""A `where` selector picks from an outer variable, not from its parameter.

## What it does
Looks for selectors that return a part of a variable of the surrounding code. `lambda _: ()`,
which selects nothing, is fine.

## Why is this bad?
`tree_at` calls `where` on a copy of the tree and looks for what it returns in there. A part of
the original is not in the copy, and `tree_at` raises.

## Example
```python
eqx.tree_at(lambda m: model.weight, model, new)
```

## Use instead
```python
eqx.tree_at(lambda m: m.weight, model, new)
```

## Fix safety
Unsafe: the outer variable is replaced by the parameter, which is what was meant most likely. It
is offered where the outer variable is the tree itself, and the parameter is not used at all.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.model import Outer, Path, Selector
from treelint.selector.questions import outer_paths
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.tree_at_call import TreeAtCall


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors with a path that starts outside."""
    for call in file.tree_at_calls:
        selector = call.selector
        if selector is None or file.expects(call.node, "TypeError", "ValueError"):
            continue
        wrong = [
            path
            for path in outer_paths(selector.body)
            if (path.steps and not selector.uses_parameter and not _is_imported(path, file))
            or _starts_at_tree(path, call, file)
        ]
        if not wrong or not isinstance(wrong[0].root, Outer):
            continue
        message = (
            f"`{file.text(wrong[0].origin)}` is a part of the outer `{wrong[0].root.name}`; "
            f"select it from the parameter `{selector.parameter}` instead"
        )
        yield rule.at(file, wrong[0].origin, message, _fix(file, call, selector))


def _is_imported(path: Path, file: FileIndex) -> bool:
    """Whether it is something from another module, such as a constant that holds `()`."""
    return file.names.qualified_name(path.origin) is not None


def _starts_at_tree(path: Path, call: TreeAtCall, file: FileIndex) -> bool:
    """Whether the path leads from the very expression that is given as the tree."""
    return call.pytree is not None and any(
        _is_same(part, call.pytree, file) for part in _prefixes(path)
    )


def _prefixes(path: Path) -> Iterator[ast.expr]:
    node = path.origin
    yield node
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
        yield node


def _is_same(one: ast.AST, other: ast.expr, file: FileIndex) -> bool:
    """Whether two dotted names are written alike, and mean the same variable."""
    match one, other:
        case ast.Attribute(value=a, attr=name), ast.Attribute(value=b, attr=other_name):
            return name == other_name and _is_same(a, b, file)
        case ast.Name(id=name), ast.Name(id=other_name) if name == other_name:
            scopes = file.names.scopes
            return scopes[one].owner(name) is scopes[other].owner(name)
    return False


def _fix(file: FileIndex, call: TreeAtCall, selector: Selector) -> Fix | None:
    where, tree = call.where, call.pytree
    if not isinstance(where, ast.Lambda) or tree is None or selector.uses_parameter:
        return None
    found = [node for node in walk(where.body) if _is_same(node, tree, file)]
    inner = [node.arg for node in walk(where.body) if isinstance(node, ast.arg)]
    if not found or selector.parameter in inner:
        return None
    name = selector.parameter
    return Fix.unsafe(
        f"select from `{name}`",
        *(
            Rewrite(node, lambda old: _name(old, name))
            for node in found
            if isinstance(node, ast.expr)
        ),
    )


def _name(old: cst.BaseExpression, name: str) -> cst.BaseExpression:
    import libcst as cst

    return cst.Name(name, lpar=old.lpar, rpar=old.rpar)


rule = Rule(
    code="TL102",
    name="where-ignores-tree",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "eqx.tree_at(lambda m: m.weight, model, new)",
        "eqx.tree_at(lambda _: (), model, ())",
        "eqx.tree_at(lambda m: m.layers[config.depth], model, new)",
        "eqx.tree_at(lambda m: get(m, model.names), model, new)",
        "eqx.tree_at(lambda m: [a for a, b in zip(m.xs, model.xs) if b], model, new)",
        "eqx.tree_at(lambda model: model.weight, model, new)",
        "eqx.tree_at(lambda _: select(), model, new)",
        "import consts\neqx.tree_at(lambda _: consts.EMPTY, model, ())",
        "eqx.tree_at(lambda t: ((m := t.enc).w, m.b), m, new)",
    ),
    invalid=(
        Invalid(
            "b = eqx.tree_at(lambda m: model.weight, model, new)",
            "b = eqx.tree_at(lambda m: m.weight, model, new)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: (self.net.a, self.net.b[0]), self.net, new)",
            "b = eqx.tree_at(lambda m: (m.a, m.b[0]), self.net, new)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: [l.w for l in model.layers], model, new)",
            "b = eqx.tree_at(lambda m: [l.w for l in m.layers], model, new)",
        ),
        Invalid("b = eqx.tree_at(lambda m: (m.a, model.b), model, new)"),
        Invalid("b = eqx.tree_at(lambda m: other.weight, model, new)"),
        Invalid(
            "b = eqx.tree_at(lambda m: [model.w for model in model.layers], model, new)",
            "b = eqx.tree_at(lambda m: [model.w for model in m.layers], model, new)",
        ),
        Invalid("b = eqx.tree_at(lambda m: (model.a, f(lambda m: model.b)), model, new)"),
        Invalid("def w(m):\n    return model.a\nb = eqx.tree_at(w, model, new)"),
    ),
)
