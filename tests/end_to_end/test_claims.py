"""What the rules say goes wrong does go wrong: in equinox, and in treeops."""

from collections.abc import Callable
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import pytest

import treeops
from tests.analyzer.support import codes


class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array


class Model(eqx.Module):
    a: jax.Array
    b: jax.Array
    layers: list[Layer]


def model() -> Model:
    layers = [Layer(jnp.ones(2) * i, jnp.zeros(1)) for i in range(2)]
    return Model(jnp.ones(1), jnp.zeros(2), layers)


RAISES = [
    ("TL101", "eqx.tree_at(lambda t: tuple(x for x in t if type(x) is int), [1, 2.0], (1,))"),
    ("TL101", "eqx.tree_at(lambda t: [x for x in t if isinstance(x, float)], [1, 2.0], (1,))"),
    ("TL101", "eqx.tree_at(lambda t: [x for x in t if x > 1], [1, 2], (1,))"),
    ("TL101", "eqx.tree_at(lambda t: [x for x in t if eqx.is_array(x)], [jnp.ones(2), 2], (1,))"),
    ("TL101", "eqx.tree_at(lambda t: tuple(filter(eqx.is_array, t)), [jnp.ones(2), 2], (1,))"),
    (
        "TL101",
        "eqx.tree_at(lambda t: [x for x in jax.tree.leaves(t) if x.ndim == 1], m, (1,) * 6)",
    ),
    ("TL102", "eqx.tree_at(lambda _: m.a, m, 1)"),
    ("TL102", "eqx.tree_at(lambda _: m.layers[0].weight, m, 1)"),
    ("TL103", "eqx.tree_at(lambda t: 'a', m, 1)"),
    ("TL103", "eqx.tree_at(lambda t: t.a == 1, m, 1)"),
    ("TL103", "eqx.tree_at(lambda t: t.a * 2.0, m, 1)"),
    ("TL103", "eqx.tree_at(lambda t: jnp.sum(t.a), m, 1)"),
    ("TL103", "eqx.tree_at(lambda t: ((t.a, t.b), t.layers), m, ((1, 2), 3))"),
    (
        "TL103",
        "eqx.tree_at(lambda t: [[l.weight, l.bias] for l in t.layers], m, ((1, 2), (3, 4)))",
    ),
    ("TL104", "eqx.tree_at(lambda t: (l for l in t.layers), m, (1, 2))"),
    ("TL104", "eqx.tree_at(lambda t: map(lambda l: l, t.layers), m, (1, 2))"),
    ("TL104", "eqx.tree_at(lambda t: filter(callable, t.layers), m, ())"),
    ("TL104", "eqx.tree_at(lambda t: t.values(), {'a': 1.0, 'b': 2.0}, (1, 2))"),
    ("TL104", "eqx.tree_at(lambda t: {t.a, t.b}, m, (1, 2))"),
    ("TL104", "eqx.tree_at(lambda t: {'a': t.a}, m, (1,))"),
    ("TL107", "eqx.tree_at(lambda t: (t.layers, t.layers[0]), m, (1, 2))"),
    ("TL107", "eqx.tree_at(lambda t: (t, t.a), m, (1, 2))"),
    ("TL110", "eqx.tree_at(lambda: 1, m, 1)"),
    ("TL110", "eqx.tree_at(lambda t, i: t.layers[i], m, 1)"),
    ("TL110", "eqx.tree_at('a', m, 1)"),
    ("TL201", "eqx.tree_at(lambda t: t.a, m, 1, lambda x: x)"),
    ("TL202", "eqx.tree_at(lambda t: t.a, m)"),
    ("TL203", "eqx.tree_at(lambda t: (t.a, t.b), m, (1, 2, 3))"),
    ("TL203", "eqx.tree_at(lambda t: (t.a, t.b), m, [1])"),
    ("TL204", "eqx.tree_at(lambda t: (t.a, t.b), m, 0)"),
    ("TL204", "eqx.tree_at(lambda t: (t.a,), m, None)"),
    ("TL204", "eqx.tree_at(lambda t: [l.bias for l in t.layers], m, -1.0)"),
]

# Near misses: right, and not to be found.
WORKS = [
    "eqx.tree_at(lambda t: [x for x, y in zip(t, [1, 2.0]) if type(y) is int], [1, 2.0], (1,))",
    "eqx.tree_at(lambda t: [l.bias for l in t.layers if isinstance(l, eqx.Module)], m, (1, 2))",
    "eqx.tree_at(lambda t: [l.bias for l in t.layers if l.bias is not None], m, (1, 2))",
    "eqx.tree_at(lambda t: [t[k] for k in t if isinstance(k, str)], {'a': 1}, (2,))",
    "eqx.tree_at(lambda t: [v for k, v in t.items() if k > 0], {0: 1, 1: 2}, (2,))",
    "eqx.tree_at(lambda _: (), m, ())",
    "eqx.tree_at(lambda t: (t.a,) + (t.b,), m, (1, 2))",
    "eqx.tree_at(lambda t: t.layers[0:1], m, (1,))",
    "eqx.tree_at(lambda t: (t.a, t.layers[0].bias), m, (1, 2))",
    "eqx.tree_at(lambda t: tuple(t), (1, 2), 3)",
    "eqx.tree_at(lambda t: t.layers, m, (1, 2, 3))",
    "eqx.tree_at(lambda t: t.a, m, None)",
    "eqx.tree_at(lambda t, i=1: t.layers[i].bias, m, 1)",
    "eqx.tree_at(lambda *t: t[0].a, m, 1)",
    "eqx.tree_at(lambda t: [t.a, t.b], m, (None,) * 2)",
    "eqx.tree_at(lambda t: list(map(lambda l: l.bias, t.layers)), m, (1, 2))",
]


def found(code: str) -> list[str]:
    imports = "import equinox as eqx, jax, jax.numpy as jnp\nm = model()\n"
    return codes(f"{imports}result = {code}\n")


def execute(code: str, family: Any) -> object:
    class Family:
        tree_at: Callable[..., Any] = staticmethod(family.tree_at)
        is_array = staticmethod(eqx.is_array)
        Module = eqx.Module

    return eval(code, {"eqx": Family, "jax": jax, "jnp": jnp, "m": model()})  # noqa: S307


@pytest.mark.filterwarnings("ignore:Python iterable type:DeprecationWarning")
@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize(("code", "call"), RAISES)
def test_raises(code: str, call: str, family: Any) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        execute(call, family)


@pytest.mark.parametrize(("code", "call"), RAISES)
def test_found(code: str, call: str) -> None:
    assert code in found(call)


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize("call", WORKS)
def test_works(call: str, family: Any) -> None:
    execute(call, family)
    assert found(call) == []


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
def test_a_duplicate_silently_loses_a_replacement(family: Any) -> None:
    call = "eqx.tree_at(lambda t: (t.a, t.a), m, (1, 2))"
    result = execute(call, family)
    assert isinstance(result, Model)
    assert result.a == 2
    assert found(call) == ["TL106"]
