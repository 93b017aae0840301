"""A `where` selector returns something that no tree holds.

## What it does
Looks for selectors that return a constant, arithmetic, a comparison, a string, an array made by
`jax.numpy` or `numpy`, or that put a display inside a display: `((t.a, t.b), t.c)`.
Concatenation of sequences is fine: `(t.a,) + (t.b,)`. Where the types are known, so is found what
is computed from an array: its items, `m.weight[0]`, its attributes, `m.weight.T`, and what its
methods return.

## Why is this bad?
`tree_at` finds a node by identity. What a selector makes anew at each call is never in the
tree, and `tree_at` raises. To compute with a node, select the node and give `replace_fn`.

## Example
```python
eqx.tree_at(lambda m: m.weight * 2, model, new)
eqx.tree_at(lambda m: ((m.a, m.b), m.c), model, ((1, 2), 3))
```

## Use instead
```python
eqx.tree_at(lambda m: m.weight, model, replace_fn=lambda weight: weight * 2)
eqx.tree_at(lambda m: (m.a, m.b, m.c), model, (1, 2, 3))
```

## Fix safety
There is no fix: which node was meant is not known.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.rule import FixKind, Invalid, Rule
from treelint.selector.model import NotANode
from treelint.selector.origins import of_step
from treelint.selector.questions import never_nodes, unclear_nodes
from treelint.selector.wording import not_a_node, part_of_array
from treelint.sites.selected import selected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.selector.model import Selection
    from treelint.tree_at_call import TreeAtCall


def check(file: FileIndex) -> Iterator[Finding]:
    """Whatever stands in a selector where a node should."""
    for call in file.tree_at_calls:
        if call.selector is None or file.expects(
            call.node, "TypeError", "ValueError", "AttributeError"
        ):
            continue
        for wrong in never_nodes(call.selector.body):
            yield rule.at(file, wrong.origin, not_a_node(wrong, file.text))
        yield from _parts_of_arrays(file, call)
        yield from _computed(file, call.selector.body)


def _parts_of_arrays(file: FileIndex, call: TreeAtCall) -> Iterator[Finding]:
    for node in selected(file, call):
        from treelint.project.steps import ArrayPart

        if isinstance(node.end, ArrayPart):
            part = of_step(node.path, node.end.step)
            yield rule.at(file, part, part_of_array(part, file.text))


def _computed(file: FileIndex, body: Selection) -> Iterator[Finding]:
    """Arithmetic that may be that of sequences, but for the types."""
    for item in unclear_nodes(body):
        # Loaded here, as above: few selectors compute anything.
        from treelint.project.computed import computes_array

        if computes_array(file.types, item.origin):
            wrong = NotANode("a computed value", item.origin)
            yield rule.at(file, item.origin, not_a_node(wrong, file.text))


_MODEL = """\
class Model(eqx.Module):
    w: jax.Array
    b: jax.Array | None
    layers: list[jax.Array]
    either: jax.Array | tuple[jax.Array, ...]
def f(m: Model):
    """

rule = Rule(
    code="TL103",
    name="where-not-a-node",
    names=TREE_AT,
    fix=FixKind.NONE,
    check=check,
    valid=(
        "eqx.tree_at(lambda t: (t.a,) + (t.b,), t, (1, 2))",
        "eqx.tree_at(lambda t: [l.w for l in t.a] + [t.b], t, new)",
        "eqx.tree_at(lambda t: sum([[l.w, l.b] for l in t.layers], []), t, new)",
        "eqx.tree_at(lambda t: t.layers + t.heads, t, new)",
        "eqx.tree_at(lambda t: t.layers[n - 1], t, new)",
        "eqx.tree_at(lambda t: (t.a, ()), t, (1, 2))",
        "eqx.tree_at(lambda t: t['a'], t, 1)",
        "import pytest\nwith pytest.raises(TypeError):\n    eqx.tree_at(lambda t: 1, t, 2)",
        f"{_MODEL}eqx.tree_at(lambda m: m.layers[0], m, 0)",
        # A wrapper may take the place of an array.
        (
            f"{_MODEL}n = eqx.tree_at(lambda m: m.w, m, replace_fn=W)\n"
            "    eqx.tree_at(lambda n: n.w[0], n, 0)"
        ),
        f"{_MODEL}eqx.tree_at(lambda m: m.w.wrapped, m, 0)",
        f"{_MODEL}eqx.tree_at(lambda m: m.either[0], m, 0)",
        f"{_MODEL}eqx.tree_at(lambda m: m.layers * 1, m, replace_fn=jnp.exp)",
        f"{_MODEL}eqx.tree_at(lambda m: m.unknown.T, m, 0)",
    ),
    invalid=(
        Invalid("b = eqx.tree_at(lambda t: 2, t, 0)"),
        Invalid("b = eqx.tree_at(lambda t: 'weight', t, 0)"),
        Invalid("b = eqx.tree_at(lambda t: t.w * 2.0, t, 0)"),
        Invalid("b = eqx.tree_at(lambda t: (t.a, -t.w), t, (0, 1))"),
        Invalid("b = eqx.tree_at(lambda t: t.w == 2, t, 0)"),
        Invalid("b = eqx.tree_at(lambda t: jnp.zeros_like(t.w), t, 0)"),
        Invalid("b = eqx.tree_at(lambda t: ((t.a, t.b), t.c), t, ((0, 1), 2))"),
        Invalid("b = eqx.tree_at(lambda t: [(l.w, l.b) for l in t.layers], t, new)"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: m.w.T, m, 0)"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: (m.w[0], m.b[1:]), m, (0, 1))"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: m.layers[0].shape[0], m, 0)"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: (m.b, m.w * 2), m, (0, 1))"),
        Invalid(f"{_MODEL}b = eqx.tree_at(lambda m: m.w.reshape(3), m, 0)"),
    ),
)
