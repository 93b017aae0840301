"""A `where` selector looks at what a leaf is.

## What it does
Looks for selectors whose answer depends on a leaf: its type (`type(x) is int`,
`isinstance(x, jax.Array)`, `eqx.is_array(x)`), its value (`x > 0`), or, among
`jax.tree.leaves(...)`, its shape, dtype or truth.

What belongs to the tree's structure is fine: the outer tree (`zip(x, pytree)`), `is None`, the
class of a module, the keys of a dict, the length of a container, and predicates inside
`is_leaf=`.

## Why is this bad?
`tree_at` calls `where` on a copy of the tree whose leaves are stand-ins, to tell equal leaves
apart. A selector that looks at them picks something else there, and `tree_at` raises.

## Example
```python
where = lambda x: tuple(xi for xi in x if type(xi) is int)
eqx.tree_at(where, pytree, replace_fn=lambda i: i + 1)
```

## Use instead
```python
where = lambda x: tuple(xi for xi, yi in zip(x, pytree) if type(yi) is int)
eqx.tree_at(where, pytree, replace_fn=lambda i: i + 1)
```

## Fix safety
Unsafe: the loop runs over the selector's tree and the outer tree side by side, and the test is
made of the outer leaf. It is offered for a comprehension in an inline lambda whose tree is a
plain name.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import leaf_tests
from treelint.selector.wording import leaf_dependent

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.selector.model import Test
    from treelint.tree_at_call import TreeAtCall


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors with a test of a leaf; the first test of each."""
    for call in file.tree_at_calls:
        if call.selector is None:
            continue
        tests = list(leaf_tests(call.selector))
        if not tests or file.expects(call.node, "ValueError", "TypeError", "AttributeError"):
            continue
        message = leaf_dependent(tests[0], file.text)
        yield rule.at(file, tests[0].origin, message, _fix(file, call, tests))


def _fix(file: FileIndex, call: TreeAtCall, tests: list[Test]) -> Fix | None:
    where, tree = call.where, call.pytree
    if not isinstance(where, ast.Lambda) or not isinstance(tree, ast.Name):
        return None
    loop = _tested_loop(where, tests)
    if loop is None or not isinstance(loop.target, ast.Name):
        return None
    parameter = where.args.args[0].arg
    if not _sees_tree_only(file, where, loop, parameter) or parameter == tree.id:
        return None
    if not file.names.is_free("zip", loop.target) or not _is_visible(file, tree, loop.target):
        return None
    outer = _fresh(file, where, loop.target)
    item = loop.target.id
    names = [
        name
        for condition in loop.ifs
        for name in ast.walk(condition)
        if isinstance(name, ast.Name) and name.id == item
    ]
    return Fix.unsafe(
        f"look at the leaves of `{tree.id}` itself, side by side with `zip`",
        Rewrite(loop.target, lambda node: _pair(node, outer)),
        Rewrite(loop.iter, lambda node: _zipped(node, parameter, tree.id)),
        *(Rewrite(name, lambda node: _renamed(node, outer)) for name in names),
    )


def _tested_loop(where: ast.Lambda, tests: list[Test]) -> ast.comprehension | None:
    """The one `for` whose conditions hold all of the tests."""
    for node in ast.walk(where.body):
        if not isinstance(node, ast.comprehension):
            continue
        inside = {id(inner) for condition in node.ifs for inner in ast.walk(condition)}
        if all(id(test.origin) in inside for test in tests):
            return node
    return None


def _sees_tree_only(
    file: FileIndex, where: ast.Lambda, loop: ast.comprehension, parameter: str
) -> bool:
    """Whether what the loop runs over is made from the parameter, and no other loop's variable."""
    inside = {name.id for name in ast.walk(loop.iter) if isinstance(name, ast.Name)}
    bound = {
        name.id
        for other in ast.walk(where.body)
        if isinstance(other, ast.comprehension)
        for name in ast.walk(other.target)
        if isinstance(name, ast.Name)
    }
    return parameter in inside and not inside & bound


def _is_visible(file: FileIndex, tree: ast.Name, inside: ast.Name) -> bool:
    """Whether a selector sees the tree by its name: not where a class body binds it."""
    scopes = file.names.scopes
    return scopes[inside].owner(tree.id) is scopes[tree].owner(tree.id)


def _fresh(file: FileIndex, where: ast.Lambda, target: ast.Name) -> str:
    """A name for the outer element that nothing else in the selector has: `yi` for `xi`."""
    used = {node.id for node in ast.walk(where) if isinstance(node, ast.Name)}
    used |= {node.arg for node in ast.walk(where) if isinstance(node, ast.arg)}
    item = target.id
    first = f"y{item[1:]}" if item.startswith("x") else f"{item}_outer"
    candidates = (first, *(f"{first}{number}" for number in range(2, len(used) + 3)))
    return next(
        name for name in candidates if name not in used and file.names.is_free(name, target)
    )


def _pair(target: cst.Name, outer: str) -> cst.Tuple:
    import libcst as cst

    return cst.Tuple([cst.Element(target), cst.Element(cst.Name(outer))], lpar=[], rpar=[])


def _zipped(values: cst.BaseExpression, parameter: str, tree: str) -> cst.Call:
    import libcst as cst

    from treelint.renaming import renamed

    pair = (values, renamed(values, parameter, tree))
    return cst.Call(cst.Name("zip"), [cst.Arg(side) for side in pair])


def _renamed(name: cst.Name, new: str) -> cst.Name:
    return name.with_changes(value=new)


rule = Rule(
    code="TL101",
    name="leaf-dependent-where",
    names=TREE_AT,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        "eqx.tree_at(lambda x: tuple(xi for xi, yi in zip(x, t) if type(yi) is int), t, 0)",
        "eqx.tree_at(lambda m: [l for l in m.layers if isinstance(l, eqx.nn.Linear)], m, x)",
        "eqx.tree_at(lambda m: [l.weight for l in m.layers if l.bias is not None], m, x)",
        "eqx.tree_at(lambda m: [l.w for l in m.layers if l.in_features == 2], m, x)",
        "eqx.tree_at(lambda t: [v for k, v in t.items() if isinstance(k, str)], t, x)",
        "eqx.tree_at(lambda t: [t[k] for k in t if isinstance(k, str)], t, x)",
        "eqx.tree_at(lambda t: [c for c in t.children if len(c) == 2], t, x)",
        (
            "f = lambda m: jax.tree.leaves(m, is_leaf=lambda x: isinstance(x, jax.Array))\n"
            "eqx.tree_at(f, m, x)"
        ),
        "eqx.tree_at(lambda t: [x for i, x in enumerate(t) if i > 2], t, x)",
        (
            "import pytest\nwith pytest.raises(ValueError):\n"
            "    eqx.tree_at(lambda t: [x for x in t if eqx.is_array(x)], t, 0)"
        ),
        "def f(type, t):\n    eqx.tree_at(lambda u: [x for x in u if type(x) is int], t, 0)",
        "eqx.tree_at(lambda m, k=isinstance(a, int): m.layers[k], m, x)",
    ),
    invalid=(
        Invalid(
            "b = eqx.tree_at(lambda x: tuple(xi for xi in x if type(xi) is int), pytree, r)",
            "b = eqx.tree_at(lambda x: tuple(xi for xi, yi in zip(x, pytree) "
            "if type(yi) is int), pytree, r)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: [p for p in jax.tree.leaves(m) if p.ndim == 2], a, r)",
            "b = eqx.tree_at(lambda m: [p for p, p_outer in "
            "zip(jax.tree.leaves(m), jax.tree.leaves(a)) if p_outer.ndim == 2], a, r)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: [\n    x  # kept\n    for x in m.parts\n"
            "    if eqx.is_array(x)  # arrays\n], a, r)",
            "b = eqx.tree_at(lambda m: [\n    x  # kept\n    for x, y in zip(m.parts, "
            "a.parts)\n    if eqx.is_array(y)  # arrays\n], a, r)",
        ),
        Invalid("b = eqx.tree_at(lambda x: [xi for xi in x if xi > 0], x, r)"),
        Invalid("b = eqx.tree_at(lambda t: tuple(filter(eqx.is_array, t)), t, r)"),
        Invalid(
            "def where(t):\n    return [x for x in t if isinstance(x, (int, float))]\n"
            "b = eqx.tree_at(where, t, r)"
        ),
        Invalid("b = eqx.tree_at(lambda m: m.a if isinstance(m.a, jax.Array) else m.b, m, r)"),
        Invalid("class C:\n    b = eqx.tree_at(lambda t: [x for x in t if x > 0], f(), r)"),
    ),
)
