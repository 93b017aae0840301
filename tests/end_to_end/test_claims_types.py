"""What the rules say that know the types of a tree goes wrong does go wrong, in both libraries."""

from typing import Any

import equinox as eqx
import jax
import pytest

from tests.analyzer.support import codes

FAMILIES = pytest.mark.parametrize("family", ["equinox", "treeops"])

CODE = """\
import equinox as eqx
import jax
import jax.numpy as jnp
from {family} import tree_at

def double(x):
    return x * 2

def is_none(x):
    return x is None

class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array | None = None
    size: int = eqx.field(static=True, default=2)

    def scaled(self):
        return self.weight * 2

    def itself(self):
        return self.weight

    @property
    def child(self):
        return self.weight

    @property
    def doubled(self):
        return self.weight * 2

    @property
    def logarithm(self):
        return jnp.log(self.weight)

    @property
    def pair(self):
        return self.weight, self.bias

class Model(eqx.Module):
    layers: tuple[Layer, ...]
    names: list[str]
    rate: float
    extra: jax.Array | None = None
    kind: str | None = eqx.field(static=True, default=None)
    sizes: tuple[int, ...] = eqx.field(static=True, default=(2, 3))
    count = 3

m = Model((Layer(jnp.ones(2), jnp.ones(1)), Layer(jnp.ones(2))), ["a"], 0.5)
l = Layer(jnp.ones(2))

def f(m: Model, l: Layer):
    return {call}

result = f(m, l)
"""

RAISES = [
    ("TL101", "tree_at(lambda m: m.rate if m.rate > 0.4 else m.names, m, 1)"),
    ("TL101", "tree_at(lambda m: m.rate if m.rate == 0.5 else m.names, m, 1)"),
    ("TL101", "tree_at(lambda m: m.rate if isinstance(m.rate, float) else m.names, m, 1)"),
    ("TL101", "tree_at(lambda m: m.rate if type(m.rate) is float else m.names, m, 1)"),
    ("TL101", "tree_at(lambda l: l.weight if l.weight.ndim == 1 else l, l, 1)"),
    ("TL101", "tree_at(lambda l: l.weight if hasattr(l.weight, 'ndim') else l, l, 1)"),
    ("TL101", "tree_at(lambda l: l.weight or l, l, 1)"),
    ("TL101", "tree_at(lambda m: [l.weight for l in m.layers if l.weight.shape == (2,)], m, 1)"),
    ("TL103", "tree_at(lambda l: l.weight.T, l, 1)"),
    ("TL103", "tree_at(lambda l: l.weight[0], l, 1)"),
    ("TL103", "tree_at(lambda m: (m.rate, m.layers[0].weight[:1]), m, (1, 2))"),
    ("TL103", "tree_at(lambda l: l.weight.shape, l, 1)"),
    ("TL103", "tree_at(lambda l: l.weight * 2, l, 1)"),
    ("TL103", "tree_at(lambda l: l.weight.sum(), l, 1)"),
    ("TL211", "tree_at(lambda l: (l.weight, l.bias), l, lambda x: x)"),
    ("TL702", "tree_at(lambda l: l.size, l, 1)"),
    ("TL702", "tree_at(lambda l: (l.weight, l.size), l, (1, 2))"),
    ("TL702", "tree_at(lambda l: l.size, l, replace_fn=lambda x: x)"),
    ("TL702", "tree_at(lambda m: m.sizes, m, 1)"),
    ("TL702", "tree_at(lambda m: m.sizes[0], m, 1)"),
    ("TL702", "tree_at(lambda m: [l.size for l in m.layers], m, (1, 2))"),
    ("TL704", "tree_at(lambda l: l.wieght, Layer(1), 1)"),
    ("TL704", "tree_at(lambda l: getattr(l, 'wieght'), Layer(1), 1)"),
    ("TL705", "tree_at(lambda l: l.scaled, l, 1)"),
    ("TL705", "tree_at(lambda l: l.scaled, l, replace_fn=lambda x: x)"),
    ("TL705", "tree_at(lambda l: l.doubled, l, 1)"),
    ("TL705", "tree_at(lambda l: (l.weight, l.logarithm), l, (1, 2))"),
    ("TL705", "tree_at(lambda m: m.count, m, 1)"),
]

# Near misses: right, and not to be found.
WORKS = [
    "tree_at(lambda m: m.rate if m.sizes == (2, 3) else m.names, m, 1)",
    "tree_at(lambda m: m.rate if len(m.sizes) > 1 else m.names, m, 1)",
    "tree_at(lambda m: m.rate if m.kind is None else m.names, m, 1, is_leaf=is_none)",
    "tree_at(lambda m: m.rate if m.kind or m.count == 3 else m.names, m, 1)",
    "tree_at(lambda m: m.rate if isinstance(m.count, int) else m.names, m, 1)",
    "tree_at(lambda m: m.layers if m.layers else m.rate, m, ())",
    "tree_at(lambda m: m.layers or m.rate, m, ())",
    "tree_at(lambda m: [l.weight for l in m.layers if l.size == 2], m, (1, 2))",
    "tree_at(lambda m: [l.weight for l in m.layers if isinstance(l, Layer)], m, (1, 2))",
    "tree_at(lambda m: [l.weight for l, s in zip(m.layers, m.sizes) if s > 2], m, (1,))",
    "tree_at(lambda m: m.layers[0].bias, m, 1)",
    "tree_at(lambda m: m.layers[m.layers[0].size - 1].weight, m, 1)",
    "tree_at(lambda l: l.child, l, 1)",
    "tree_at(lambda l: l.itself(), l, 1)",
    "tree_at(lambda l: l.pair, l, (1, 2))",
    "tree_at(lambda l: l.bias, Layer(1), 1, is_leaf=is_none)",
    "tree_at(lambda l: l.bias, Layer(1, 2), 1)",
    "tree_at(lambda m: m.layers, m, (1, 2))",
    "tree_at(lambda m: m.names, m, ['b'])",
    "tree_at(lambda m: m.names, m, replace_fn=lambda names: [*names, 'b'])",
    "tree_at(lambda l: l.weight, l, replace_fn=double)",
]


def lint(call: str, family: str) -> list[str]:
    return codes(CODE.format(call=call, family=family))


def run(call: str, family: str) -> Any:
    scope: dict[str, Any] = {}
    exec(CODE.format(call=call, family=family), scope)  # noqa: S102
    return scope["result"]


@FAMILIES
@pytest.mark.parametrize(("code", "call"), RAISES)
def test_raises(code: str, call: str, family: str) -> None:
    assert code in lint(call, family)
    with pytest.raises((ValueError, TypeError, AttributeError)):
        run(call, family)


@FAMILIES
@pytest.mark.parametrize("call", WORKS)
def test_works(call: str, family: str) -> None:
    assert lint(call, family) == []
    run(call, family)


@FAMILIES
def test_one_none_is_found_and_two_are_not(family: str) -> None:
    alone = "tree_at(lambda l: l.bias, Layer(1), 5)"
    together = "tree_at(lambda t: t[0].bias, [Layer(1), Layer(2)], 5)"
    assert run(alone, family).bias == 5
    with pytest.raises(ValueError, match="None"):
        run(together, family)
    for call in (alone, together):
        assert lint(call, family) == ["TL208"]
        fixed = f"{call[:-1]}, is_leaf=lambda x: x is None)"
        assert lint(fixed, family) == []
        run(fixed, family)


@FAMILIES
@pytest.mark.parametrize(
    ("where", "given"),
    [
        ("lambda l: l.bias", "5"),
        ("lambda l: l.bias", "replace_fn=lambda x: (x, 1)"),
        ("lambda l: (l.weight, l.bias)", "(5, 6)"),
        ("lambda l: [l.bias]", "replace_fn=lambda x: x"),
    ],
)
def test_is_leaf_keeps_the_meaning(where: str, given: str, family: str) -> None:
    call = f"tree_at({where}, Layer(1), {given})"
    assert lint(call, family) == ["TL208"]
    with_is_leaf = f"{call[:-1]}, is_leaf=lambda x: x is None)"
    assert repr(run(call, family)) == repr(run(with_is_leaf, family))


def test_a_static_none_stands_for_another_none() -> None:
    call = "tree_at(lambda m: m.kind, Model((), [], 0.5), 5)"
    assert lint(call, "equinox") == ["TL702"]
    result = run(call, "equinox")
    assert (result.kind, result.extra) == (None, 5)
    with pytest.raises(TypeError, match="None"):
        run(call, "treeops")


@FAMILIES
@pytest.mark.parametrize(
    ("call", "right"),
    [
        ("tree_at(lambda m: m.layers, m, [l, l])", "tree_at(lambda m: m.layers, m, (l, l))"),
        ("tree_at(lambda m: m.names, m, ('b',))", "tree_at(lambda m: m.names, m, ['b'])"),
        (
            "tree_at(lambda m: m.layers, m, replace_fn=lambda ls: [*ls])",
            "tree_at(lambda m: m.layers, m, replace_fn=lambda ls: (*ls,))",
        ),
    ],
)
def test_the_structure_changes(call: str, right: str, family: str) -> None:
    before = str(jax.tree.structure(run("m", family)))
    assert lint(call, family) == ["TL209"]
    assert str(jax.tree.structure(run(call, family))) != before
    assert lint(right, family) == []


@FAMILIES
@pytest.mark.parametrize("function", ["double", "lambda x: x", "jax.numpy.zeros_like"])
def test_the_function_is_stored(function: str, family: str) -> None:
    call = f"tree_at(lambda l: l.weight, l, {function})"
    assert lint(call, family) == ["TL211"]
    assert callable(run(call, family).weight)
    right = f"tree_at(lambda l: l.weight, l, replace_fn={function})"
    assert eqx.is_array(run(right, family).weight)
