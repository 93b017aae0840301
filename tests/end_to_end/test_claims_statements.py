"""What the rules about statements say goes wrong does go wrong; their fixes mean what they say."""

import functools
import textwrap
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import pytest
from jax.experimental import pallas as pl

import treeops
from tests.analyzer.support import codes, fixed
from treelint.engine import Config
from treelint.rules import find_rule
from treelint.sites.successors import SUCCESSORS

IMPORTS = "import equinox as eqx\nimport functools\nimport jax\nimport jax.numpy as jnp\n"
FAMILIES = pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])


class Layer(eqx.Module):
    weight: Any
    bias: Any


class Model(eqx.Module):
    dropout: eqx.nn.Dropout
    layers: list[Layer]
    named: dict[str, Any]


def model() -> Model:
    layers = [Layer(jnp.ones(2) * number, None) for number in range(3)]
    return Model(eqx.nn.Dropout(0.5), layers, {"b": Layer(3, 4), "a": 1.0})


def only(*rules: str) -> Config:
    return Config(tuple(rule for code in rules if (rule := find_rule(code)) is not None))


def test_an_array_is_not_updated_in_place() -> None:
    x = jnp.zeros(3)
    x.at[0].set(1.0)  # treelint: ignore[TL302]
    assert x[0] == 0
    assert codes(f"{IMPORTS}x = jnp.zeros(3)\nx.at[0].set(1.0)\n", only("TL302")) == ["TL302"]


def test_a_reference_is_updated_in_place() -> None:
    def kernel(x_ref: Any, out_ref: Any) -> None:
        out_ref[...] = x_ref[...]
        out_ref.at[0].set(7.0)
        with pytest.raises(AttributeError):
            out_ref.at[0].add(1.0)

    shape = jax.eval_shape(lambda: jnp.zeros(3))
    assert pl.pallas_call(kernel, out_shape=shape, interpret=True)(jnp.zeros(3))[0] == 7

    @jax.jit
    def step() -> Any:
        counts = jax.new_ref(jnp.zeros(3))
        counts.at[0].set(7.0)
        return counts[...]

    assert step()[0] == 7


@FAMILIES
@pytest.mark.parametrize(
    "arguments", [(True,), (False, model()), (True, True), (model().dropout.p > 1, model())]
)
def test_a_flag_for_a_tree_is_returned(arguments: tuple[Any, ...], family: Any) -> None:
    inference = eqx.nn.inference_mode if family is eqx else treeops.tree_inference
    arguments = arguments if len(arguments) > 1 else (*arguments, True)
    assert inference(*arguments) is arguments[0]


@FAMILIES
def test_tree_check_returns_none(family: Any) -> None:
    assert family.tree_check(model()) is None


@FAMILIES
def test_tree_check_in_an_assertion_always_raises(family: Any) -> None:
    with pytest.raises(AssertionError):
        assert family.tree_check(model())
    shared = [1]
    with pytest.raises(ValueError, match=r"PyTree|pytree"):
        assert family.tree_check([shared, shared])


HASHED = [
    "jax.lax.scan(P(lambda k, c, x: (c, x), X), 0.0, X)",
    "jax.lax.while_loop(lambda c: c < 1, P(lambda k, c: c, X), 2.0)",
    "jax.lax.while_loop(P(lambda k, c: c < 0, X), lambda c: c, 0.0)",
    "jax.lax.fori_loop(0, 3, P(lambda k, i, c: c, X), 0)",
    "jax.lax.cond(True, P(lambda k, c: c, X), lambda c: c, 0.0)",
    "jax.lax.cond(True, lambda c: c, P(lambda k, c: c, X), 0.0)",
    "jax.lax.switch(0, [P(lambda k, c: c, X), lambda c: c], 0.0)",
    "jax.jit(P(lambda k, c: c, X))(0.0)",
    "jax.checkpoint(P(lambda k, c: c, X))(0.0)",
    "jax.remat(P(lambda k, c: c, X))(0.0)",
    "jax.pmap(P(lambda k, c: c, X))(X[:1])",
    "jax.closure_convert(P(lambda k, c: c, X), 0.0)",
    "jax.pure_callback(P(lambda k, c: c, X), jax.ShapeDtypeStruct((), X.dtype), 0.0)",
]
NOT_HASHED = [
    "jax.lax.map(P(lambda k, c: c, X), X)",
    "jax.vmap(P(lambda k, c: c, X))(X)",
    "jax.grad(P(lambda k, c: c, X))(0.0)",
    "jax.jvp(P(lambda k, c: c, X), (0.0,), (1.0,))",
    "eqx.filter_jit(P(lambda k, c: c, X))(0.0)",
]
PARTIALS = pytest.mark.parametrize("partial", ["eqx.Partial", "treeops.Partial"])


def evaluate(call: str, partial: Any, x: object) -> object:
    return eval(call, {"jax": jax, "eqx": eqx, "P": partial, "X": x})  # noqa: S307


def found_in_call(call: str, partial: str) -> list[str]:
    written = call.replace("P(", f"{partial}(").replace("X", "jnp.ones(3)")
    return codes(f"{IMPORTS}import treeops\ny = {written}\n", only("TL405"))


@FAMILIES
@pytest.mark.parametrize("call", HASHED)
def test_a_partial_over_arrays_has_no_hash(call: str, family: Any) -> None:
    with pytest.raises(TypeError, match=r"unhashable|no hash"):
        evaluate(call, family.Partial, jnp.ones(3))
    evaluate(call, functools.partial, jnp.ones(3))
    for partial in ("eqx.Partial", "treeops.Partial"):
        assert found_in_call(call, partial) == ["TL405"]


def test_a_partial_over_a_number_has_a_hash_in_treeops_only() -> None:
    call = "jax.jit(P(lambda k, c: c, X))(0.0)"
    assert evaluate(call, treeops.Partial, 2) == 0
    with pytest.raises(TypeError, match="unhashable"):
        evaluate(call, eqx.Partial, 2)
    assert codes(f"{IMPORTS}from treeops import Partial\njax.jit(Partial(f, 2))\n") == []


@FAMILIES
@pytest.mark.parametrize("call", NOT_HASHED)
def test_others_take_a_partial(call: str, family: Any) -> None:
    evaluate(call, family.Partial, jnp.ones(3))
    for partial in ("eqx.Partial", "treeops.Partial"):
        assert found_in_call(call, partial) == []


def reached(name: str) -> Any:
    value: Any = {"jax": jax, "equinox": eqx}[name.partition(".")[0]]
    for part in name.split(".")[1:]:
        value = getattr(value, part)
    return value


@pytest.mark.parametrize("old", SUCCESSORS)
def test_an_old_name_is_gone_or_means_the_new_one(old: str) -> None:
    new = SUCCESSORS[old]
    imported = getattr(__import__(new.module, fromlist=[new.name]), new.name)
    assert callable(reached(f"{new.package}.{new.path}"))
    if new.package == "jax":
        with pytest.raises(AttributeError):
            reached(old)
        tree = [1, 2]
        leaves = (lambda x: x + 1, tree) if new.name == "tree_map" else (tree,)
        if new.name in {"tree_map", "tree_leaves", "tree_flatten", "tree_structure"}:
            assert reached(f"jax.{new.path}")(*leaves) == imported(*leaves)
    elif not new.call:
        assert reached(old) is imported


def test_static_field_is_a_static_field() -> None:
    static_field: Any = eqx.static_field  # treelint: ignore[TL801]
    with pytest.warns(match="deprecated"):
        old = static_field(default=1)
    new = eqx.field(static=True, default=1)
    assert old.metadata == new.metadata == {"static": True}
    assert old.default == new.default


ONE_CALL = {
    "TL602": [
        """
        for i in range(3):
            m = eqx.tree_at(lambda t: t.layers[i].weight, m, x * i)
        """,
        """
        for name, value in {"a": 5, "b": [6]}.items():
            m = eqx.tree_at(lambda m: m.named[name], m, replace=value)
        """,
        """
        for i in range(len(m.layers)):
            m = eqx.tree_at(lambda m, i=i: m.layers[i], m, replace_fn=str)
        """,
        """
        for i, key in enumerate(("a",)):
            m = eqx.tree_at(lambda t: t.named[key], m, m.named[key] + i)
        """,
        """
        for i in range(0):
            m = eqx.tree_at(lambda t: t.layers[i].weight, m, x)
        """,
        """
        for i in range(3):
            m = eqx.tree_at(
                lambda t: getattr(t.layers[i], "bias"), m, i, is_leaf=lambda y: y is None
            )
        """,
    ],
    "TL603": [
        """
        m = eqx.tree_at(
            lambda m: m.named, m, eqx.tree_at(lambda d: (d["a"], d["b"]), m.named, [x, 1])
        )
        """,
        """
        layer = m.layers[1]
        layer = eqx.tree_at(lambda l: l.weight, layer, x)
        m = eqx.tree_at(lambda m: m.layers[1], m, layer)
        """,
        """
        layer = eqx.tree_at(lambda l: l.bias, m.layers[1], x, is_leaf=lambda x: x is None)
        m = eqx.tree_at(lambda m: m.layers[1], m, layer)
        """,
        """
        m = eqx.tree_at(
            lambda m: m.layers[0], m,
            replace_fn=lambda l: eqx.tree_at(lambda l: l.weight, l, replace_fn=str),
        )
        """,
    ],
}


@FAMILIES
@pytest.mark.parametrize(
    ("rule", "code"), [(rule, code) for rule, cases in ONE_CALL.items() for code in cases]
)
def test_one_call_gives_the_same_tree(rule: str, code: str, family: Any) -> None:
    before = f"import equinox as eqx\n{textwrap.dedent(code).strip()}\n"
    after = fixed(before, only(rule))
    assert after.count("tree_at") == 1
    assert "for i in range(0):" not in after
    trees = []
    for text in (before, after):
        scope = {"m": model(), "x": jnp.ones(2)}
        exec(text.replace("import equinox as eqx", f"import {family.__name__} as eqx"), scope)  # noqa: S102
        trees.append(scope["m"])
    assert eqx.tree_equal(*trees)
