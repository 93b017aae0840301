"""What the rules say goes wrong does go wrong: in equinox, and in treeops."""

import textwrap
from collections.abc import Callable
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
import pytest

import treeops
from tests.analyzer.named_selectors import RIGHT, WRONG, Case
from tests.analyzer.support import codes, fixed
from treelint.engine import Config
from treelint.rules import all_rules


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


IMPORTS = "import equinox as eqx, jax, jax.numpy as jnp, numpy as np\nm = model()\n"
IS_LEAF = "is_leaf=lambda x: x == None"

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
    ("TL109", "eqx.tree_at(lambda t, i=[0, 1]: t.layers[i.pop()], m, 1)"),
    ("TL109", "eqx.tree_at(lambda t: t.layers.pop(), m, 1)"),
    ("TL109", "eqx.tree_at(lambda t: t.pop('a'), {'a': 1, 'b': 2}, 1)"),
    ("TL109", "eqx.tree_at(lambda t: t.layers.reverse() or t.layers[0], m, 1)"),
    ("TL109", "eqx.tree_at(lambda t: setattr(t, 'a', 1) or t.b, m, 1)"),
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
    ("TL205", "eqx.tree_at(lambda t: (t.a, t.b), m, jnp.zeros(3))"),
    ("TL205", "eqx.tree_at(lambda t: (t.a, t.b), m, jnp.array(1.0))"),
    ("TL205", "eqx.tree_at(lambda t: (t.a,), m, 'ab')"),
    ("TL205", "eqx.tree_at(lambda t: [l.bias for l in t.layers], m, {'a': 1})"),
    ("TL207", "eqx.tree_at(lambda t: t.a, m, replace_fn=lambda: 0)"),
    ("TL207", "eqx.tree_at(lambda t: t.a, m, replace_fn=lambda a, b: b)"),
    ("TL207", "eqx.tree_at(lambda t: t.a, m, replace_fn=lambda a, *, k: k)"),
    ("TL207", "eqx.tree_at(lambda t: t.a, m, replace_fn=None)"),
    ("TL207", "eqx.tree_at(lambda t: t.a, m, replace_fn=jnp.zeros(2))"),
    ("TL210", f"eqx.tree_at(lambda t: t[0], (np.ones(2), 1), 0, {IS_LEAF})"),
]
# What treeops may get through with, as it calls the selector, and asks the leaves, less often.
RAISES_IN_EQUINOX = [
    ("TL109", "eqx.tree_at(lambda t, i=iter((0, 1)): t.layers[next(i)], m, 1)"),
    ("TL210", f"eqx.tree_at(lambda t: t[1], [np.zeros(0), 1], 0, {IS_LEAF})"),
]

# Near misses: right, and not to be found.
WORKS = [
    "eqx.tree_at(lambda t: [x for x, y in zip(t, [1, 2.0]) if type(y) is int], [1, 2.0], (1,))",
    "eqx.tree_at(lambda t: [l.bias for l in t.layers if isinstance(l, eqx.Module)], m, (1, 2))",
    "eqx.tree_at(lambda t: [l.bias for l in t.layers if l.bias is not None], m, (1, 2))",
    "eqx.tree_at(lambda t: [t[k] for k in t if isinstance(k, str)], {'a': 1}, (2,))",
    "eqx.tree_at(lambda t: [v for k, v in t.items() if k > 0], {0: 1, 1: 2}, (2,))",
    "eqx.tree_at(lambda _: (), m, ())",
    "eqx.tree_at(lambda t: next(l for l in t.layers if l.bias is not None), m, 1)",
    "eqx.tree_at(lambda t: ((l := t.layers[0]).weight, l.bias), m, (1, 2))",
    "eqx.tree_at(lambda t: [*t.layers].pop(), m, 1)",
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
    "eqx.tree_at(lambda t: (t.a, t.b), m, jax.random.split(jax.random.key(0)))",
    "eqx.tree_at(lambda t: (t.a, t.b), m, jnp.split(jnp.zeros(2), 2))",
    "eqx.tree_at(lambda t: (t.a, t.b), m, {'a': 1, 'b': 2}.values())",
    "eqx.tree_at(lambda t: (t.a), m, jnp.zeros(3))",
    "eqx.tree_at(lambda t: t.a, m, replace_fn=lambda a, b=1: b)",
    "eqx.tree_at(lambda t: (), m, replace_fn=None)",
    "eqx.tree_at(lambda t: t[0], (np.ones(2), None), 0, is_leaf=lambda x: x is None)",
]


FIXED = tuple(rule for rule in all_rules() if rule.code in {"TL105", "TL206"})


def found(code: str) -> list[str]:
    return codes(f"{IMPORTS}result = {code}\n")


def named(case: Case) -> str:
    body = textwrap.indent(case.body, "    ")
    return f"def where(t):\n{body}\nresult = eqx.tree_at(where, m, {case.replace})\n"


def surroundings(family: Any) -> dict[str, Any]:
    class Family:
        tree_at: Callable[..., Any] = staticmethod(family.tree_at)
        is_array = staticmethod(eqx.is_array)
        Module = eqx.Module

    return {"eqx": Family, "jax": jax, "jnp": jnp, "np": np, "m": model()}


def execute(code: str, family: Any) -> object:
    return eval(code, surroundings(family))  # noqa: S307


@pytest.mark.filterwarnings("ignore:Python iterable type:DeprecationWarning")
@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize(("code", "call"), RAISES)
def test_raises(code: str, call: str, family: Any) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError, LookupError)):
        execute(call, family)


@pytest.mark.parametrize(("code", "call"), RAISES_IN_EQUINOX)
def test_raises_in_equinox(code: str, call: str) -> None:
    test_raises(code, call, eqx)


@pytest.mark.parametrize(("code", "call"), [*RAISES, *RAISES_IN_EQUINOX])
def test_found(code: str, call: str) -> None:
    assert code in found(call)


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize("call", WORKS)
def test_works(call: str, family: Any) -> None:
    execute(call, family)
    assert found(call) == []


@pytest.mark.filterwarnings("ignore:Python iterable type:DeprecationWarning")
@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize("case", WRONG, ids=lambda case: case.body)
def test_a_selector_of_several_statements_raises(case: Case, family: Any) -> None:
    assert case.code in codes(f"{IMPORTS}{named(case)}")
    with pytest.raises((ValueError, TypeError, AttributeError, AssertionError)):
        exec(named(case), surroundings(family))  # noqa: S102


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case.body)
def test_a_selector_of_several_statements_works(case: Case, family: Any) -> None:
    exec(named(case), surroundings(family))  # noqa: S102
    assert codes(f"{IMPORTS}{named(case)}") == []


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
def test_a_duplicate_silently_loses_a_replacement(family: Any) -> None:
    call = "eqx.tree_at(lambda t: (t.a, t.a), m, (1, 2))"
    result = execute(call, family)
    assert isinstance(result, Model)
    assert result.a == 2
    assert found(call) == ["TL106"]


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize(
    ("replace", "first"), [("'xy'", "x"), ("b'xy'", 120), ("{'x': 1, 'y': 2}", "x")]
)
def test_what_is_one_value_is_silently_taken_apart(
    replace: str, first: object, family: Any
) -> None:
    call = f"eqx.tree_at(lambda t: (t.a, t.b), m, {replace})"
    result = execute(call, family)
    assert isinstance(result, Model)
    assert result.a == first
    assert found(call) == ["TL205"]


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
def test_an_array_is_silently_taken_apart(family: Any) -> None:
    call = "eqx.tree_at(lambda t: (t.a, t.b), m, jnp.zeros((2, 3)))"
    result = execute(call, family)
    assert isinstance(result, Model)
    assert result.a.shape == result.b.shape == (3,)
    assert found(call) == ["TL205"]


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize("tree", ["m", "(1, 2)", "[1, 2]", "{'a': 1}", "None", "1"])
@pytest.mark.parametrize("given", ["(True, 1)", "replace_fn=lambda _: (True, 1)"])
def test_the_whole_tree_is_replaced(tree: str, given: str, family: Any) -> None:
    call = f"eqx.tree_at(lambda t: t, {tree}, {given})"
    assert execute(call, family) == (True, 1)
    assert "TL105" in found(call)


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
def test_parentheses_make_no_tuple(family: Any) -> None:
    call = "eqx.tree_at(lambda t: (t.a), m, (1,))"
    result = execute(call, family)
    assert isinstance(result, Model)
    assert result.a == (1,)
    assert found(call) == ["TL108"]
    fixed_result = execute("eqx.tree_at(lambda t: (t.a,), m, (1,))", family)
    assert isinstance(fixed_result, Model)
    assert fixed_result.a == 1


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
def test_an_effect_happens_more_than_once(family: Any) -> None:
    seen: list[object] = []

    def where(tree: Model) -> object:
        seen.append(tree.a)
        return tree.a

    family.tree_at(where, model(), 1)
    assert len(seen) > 1
    assert found("eqx.tree_at(lambda t: seen.append(t.a) or t.a, m, 1)") == ["TL109"]


@pytest.mark.parametrize(
    "call",
    [
        "eqx.tree_at(lambda t: t.a, m, jnp.cos(m.a))",
        "eqx.tree_at(lambda t: t.layers[1].weight, m, m.layers[1].weight * 2 + m.b)",
        "eqx.tree_at(lambda t: t.layers, m, replace=[l.bias for l in m.layers])",
        "eqx.tree_at(lambda t: t, m, m.layers[0])",
    ],
)
@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
def test_the_fix_gives_the_same_tree(call: str, family: Any) -> None:
    after = fixed(f"import equinox as eqx\n{call}\n", Config(FIXED)).splitlines()[1]
    assert after != call
    assert eqx.tree_equal(execute(call, family), execute(after, family))
