"""A `where` selector looks at what a leaf is.

## What it does
Looks for selectors whose answer depends on a leaf: its type (`type(x) is int`,
`isinstance(x, jax.Array)`, `eqx.is_array(x)`), its value (`x > 0`), or, among
`jax.tree.leaves(...)`, its shape, dtype or truth.

An attribute may be a static field, which a selector may look at: `l.in_features == 2`. It counts
as a leaf where the class of the tree is known, and the field is annotated as an array or a number.

What belongs to the tree's structure is fine: the outer tree (`zip(x, pytree)`), `is None`, the
class of a module, the keys of a dict, the length of a container, static fields, and predicates
inside `is_leaf=`.

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
from functools import partial
from typing import TYPE_CHECKING

from treelint.findings import Finding, Fix, Rewrite
from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.questions import leaf_tests, makes_none_a_leaf
from treelint.selector.wording import leaf_dependent
from treelint.sites.selected import kind_of
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.selector.model import Test
    from treelint.tree_at_call import TreeAtCall


# The methods of a dict whose result is in the order of its keys.
_VIEWS = frozenset({"keys", "values", "items"})


def check(file: FileIndex) -> Iterator[Finding]:
    """Selectors with a test of a leaf; the first test of each."""
    for call in file.tree_at_calls:
        if call.selector is None:
            continue
        none_is_leaf = call.is_leaf is not None and makes_none_a_leaf(
            file.names.value(call.is_leaf)
        )
        kinds = partial(kind_of, file, call)
        tests = list(leaf_tests(call.selector, none_is_leaf=none_is_leaf, kind_of=kinds))
        if not tests or file.expects(call.node, "ValueError", "TypeError", "AttributeError"):
            continue
        message = leaf_dependent(tests[0], file.text)
        yield rule.at(file, tests[0].origin, message, _fix(file, call, tests))


def _fix(file: FileIndex, call: TreeAtCall, tests: list[Test]) -> Fix | None:
    where, tree = call.where, call.pytree
    if not isinstance(where, ast.Lambda) or not isinstance(tree, ast.Name):
        return None
    if call.selector is None:
        return None
    loop = _tested_loop(where, tests)
    if loop is None or not isinstance(loop.target, ast.Name) or loop.is_async:
        return None
    parameter = call.selector.parameter
    if not _runs_over_tree(loop.iter, where, parameter, tree.id):
        return None
    walked = (node for condition in loop.ifs for node in walk(condition))
    conditions = [node for node in walked if _is_name_or_binds(node)]
    if not _asks_of_item_only(conditions, parameter):
        return None
    if not file.names.is_free("zip", loop.target) or not _is_visible(file, tree, loop.target):
        return None
    outer = _fresh(file, where, loop.target)
    item = loop.target.id
    names = [node for node in conditions if isinstance(node, ast.Name) and node.id == item]
    return Fix.unsafe(
        f"look at the leaves of `{tree.id}` itself, side by side with `zip`",
        Rewrite(loop.target, lambda node: _pair(node, outer)),
        Rewrite(loop.iter, lambda node: _zipped(node, parameter, tree.id)),
        *(Rewrite(name, lambda node: _renamed(node, outer)) for name in names),
    )


def _tested_loop(where: ast.Lambda, tests: list[Test]) -> ast.comprehension | None:
    """The one `for` whose conditions hold all of the tests."""
    for node in walk(where.body):
        if not isinstance(node, ast.comprehension):
            continue
        inside = {id(inner) for condition in node.ifs for inner in walk(condition)}
        if all(id(test.origin) in inside for test in tests):
            return node
    return None


def _runs_over_tree(values: ast.expr, where: ast.Lambda, parameter: str, tree: str) -> bool:
    """Whether the loop's values can be had from the outer tree too, in the same order.

    They must be made from the parameter and from no other loop's variable. A dict's are not in
    the same order: `where` gets a copy with its keys sorted.
    """
    nodes = list(walk(values))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    bound = {
        name.id
        for other in walk(where.body)
        if isinstance(other, ast.comprehension)
        for name in walk(other.target)
        if isinstance(name, ast.Name)
    }
    if parameter not in names or names & bound:
        return False
    if any(isinstance(node, ast.arg) and node.arg in {parameter, tree} for node in nodes):
        return False
    return not any(isinstance(node, ast.Attribute) and node.attr in _VIEWS for node in nodes)


def _asks_of_item_only(conditions: list[ast.AST], parameter: str) -> bool:
    """Whether the loop's variable can go by another name in the conditions.

    Not so if they mention the tree too, or give a name another meaning, as a lambda does.
    """
    return all(isinstance(node, ast.Name) and node.id != parameter for node in conditions)


def _is_name_or_binds(node: ast.AST) -> bool:
    return isinstance(node, ast.Name | ast.arg | ast.comprehension | ast.NamedExpr)


def _is_visible(file: FileIndex, tree: ast.Name, inside: ast.Name) -> bool:
    """Whether a selector sees the tree by its name: not where a class body binds it."""
    scopes = file.names.scopes
    return scopes[inside].owner(tree.id) is scopes[tree].owner(tree.id)


def _fresh(file: FileIndex, where: ast.Lambda, target: ast.Name) -> str:
    """A name for the outer element that nothing else in the selector has: `yi` for `xi`."""
    used = {node.id for node in walk(where) if isinstance(node, ast.Name)}
    used |= {node.arg for node in walk(where) if isinstance(node, ast.arg)}
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

    from treelint.fixing.renaming import renamed

    pair = (values, renamed(values, parameter, tree))
    return cst.Call(cst.Name("zip"), [cst.Arg(side) for side in pair])


def _renamed(name: cst.Name, new: str) -> cst.Name:
    return name.with_changes(value=new)


_MODEL = """\
class Model(eqx.Module):
    w: jax.Array
    rate: float
    shift: float | None
    head: eqx.nn.Linear | None
    layers: list[eqx.nn.Linear]
    width: int = eqx.field(static=True)
    widths: tuple[int, ...] = eqx.field(static=True)
    name: str = eqx.field(static=True)
    is_deep: bool = eqx.field(static=True)
def f(m: Model):
    """

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
        "eqx.tree_at(lambda t: [t.get(k) for k in t if isinstance(k, str)], t, x)",
        "eqx.tree_at(lambda t: tuple(v for k, v in zip(t, t.values()) if k > 0), t, x)",
        "eqx.tree_at(lambda m: [l.b for l in m.layers if isinstance(l.in_features, int)], m, x)",
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
        f"{_MODEL}eqx.tree_at(lambda m: m.rate if m.width == 2 else m.shift, m, x)",
        f"{_MODEL}eqx.tree_at(lambda m: m.rate if m.is_deep or m.name else m.shift, m, x)",
        f"{_MODEL}eqx.tree_at(lambda m: m.rate if isinstance(m.width, int) else m.shift, m, x)",
        f"{_MODEL}eqx.tree_at(lambda m: m.head if m.head else m.layers, m, x)",
        f"{_MODEL}eqx.tree_at(lambda m: m.layers or m.head, m, x)",
        f"{_MODEL}eqx.tree_at(lambda m: m.rate if m.unknown > 2 else m.shift, m, x)",
        f"{_MODEL}eqx.tree_at(lambda m: m.shift if m.shift else m.rate, m, x)",
        (f"{_MODEL}eqx.tree_at(lambda m: [l for l, n in zip(m.layers, m.widths) if n > 2], m, x)"),
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
        Invalid(
            "b = eqx.tree_at(lambda t, /: [x for x in t if x > 0], u, r)",
            "b = eqx.tree_at(lambda t, /: [x for x, y in zip(t, u) if y > 0], u, r)",
        ),
        # The outer dict may have its keys in another order.
        Invalid("b = eqx.tree_at(lambda t: [v for v in t.values() if type(v) is int], d, r)"),
        # The conditions look at more than the loop's variable.
        Invalid("b = eqx.tree_at(lambda t: [t[k] for k in t if type(t[k]) is int], p, r)"),
        Invalid(
            "b = eqx.tree_at(lambda t: [t[i] for i in range(len(t)) if type(t[i]) is int], p, r)"
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: [x for x in t if type(x) is int and x is not t[0]], p, r)"
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: [x for x in t if type(x) is int and f(lambda x: x)], p, r)"
        ),
        Invalid(
            "b = eqx.tree_at(lambda x: [y for y in jax.tree.leaves(x, lambda p: p is x.q) "
            "if isinstance(y, int)], p, r)"
        ),
        Invalid(
            "b = eqx.tree_at(lambda m: [l.w for l in m.layers if eqx.is_array(l.w)], model, r)",
            "b = eqx.tree_at(lambda m: [l.w for l, l_outer in zip(m.layers, model.layers) "
            "if eqx.is_array(l_outer.w)], model, r)",
        ),
        Invalid("b = eqx.tree_at(lambda t: tuple(filter(eqx.is_array, t)), t, r)"),
        Invalid("b = eqx.tree_at(lambda t: jax.tree.leaves(eqx.filter(t, eqx.is_array)), t, r)"),
        Invalid(
            "b = eqx.tree_at(lambda t: [x for x in t if x is None], u, r, "
            "is_leaf=lambda x: x is None)",
            "b = eqx.tree_at(lambda t: [x for x, y in zip(t, u) if y is None], u, r, "
            "is_leaf=lambda x: x is None)",
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: [x for x in jax.tree.flatten(t)[0] if x.ndim], f(), r)"
        ),
        Invalid(
            "b = eqx.tree_at(lambda t: [x for x in jax.tree.leaves(t) if callable(x)], f(), r)"
        ),
        Invalid(
            "def where(t):\n    return [x for x in t if isinstance(x, (int, float))]\n"
            "b = eqx.tree_at(where, t, r)"
        ),
        Invalid("b = eqx.tree_at(lambda m: m.a if isinstance(m.a, jax.Array) else m.b, m, r)"),
        Invalid("class C:\n    b = eqx.tree_at(lambda t: [x for x in t if x > 0], f(), r)"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: m.rate if m.rate > 0.5 else m.w, m, x)"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: m.rate or m.w, m, x)"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: m.w if type(m.shift) is float else m, m, x)"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: m.w if m.w.ndim == 1 else m.rate, m, x)"),
        Invalid(
            f"{_MODEL}b = eqx.tree_at(lambda t: [l.weight for l in t.layers "
            "if l.weight.shape == (2, 2)], m, x)",
            f"{_MODEL}b = eqx.tree_at(lambda t: [l.weight for l, l_outer in "
            "zip(t.layers, m.layers) if l_outer.weight.shape == (2, 2)], m, x)",
        ),
    ),
)
