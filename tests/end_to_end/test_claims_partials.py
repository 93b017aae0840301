"""What the rules about `Partial` say is hidden is hidden, and their fixes bring it to light."""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax
import pytest

from tests.analyzer.support import check, fixed
from treelint.engine import Config
from treelint.rules import tl401_jax_partial_over_module, tl404_functools_partial_in_tree

CODE = """\
import functools
import equinox as eqx
import jax
import jax.numpy as jnp
from {family} import Partial
from jax.tree_util import Partial as JaxPartial

class Model(eqx.Module):
    weight: jax.Array
    def __call__(self, x):
        return x * self.weight
    def scaled(self, x):
        return x * self.weight * 2

class Holder(eqx.Module):
    fn: object

def apply(f, x):
    traced.append(x)
    return f(x)

fast = jax.jit(apply)
filtered = eqx.filter_jit(apply)
traced: list = []
weight = jnp.full(2, 3.0)
m = Model(weight)
"""
RULES = Config((tl401_jax_partial_over_module.rule, tl404_functools_partial_in_tree.rule))
FAMILIES = pytest.mark.parametrize("family", ["equinox", "treeops"])


def run(line: str, family: str) -> Any:
    """What the last line computes."""
    variables: dict[str, Any] = {}
    exec(f"{CODE.format(family=family)}result = {line}", variables)  # noqa: S102
    return variables["result"]


def after(line: str, family: str) -> str:
    """The line after the fix."""
    code = CODE.format(family=family)
    return fixed(f"{code}result = {line}", RULES).removeprefix(f"{code}result = ")


def found(line: str, family: str) -> list[str]:
    checked = check(f"{CODE.format(family=family)}result = {line}", RULES)
    assert not checked.failures
    return [finding.code for finding in checked.findings]


@FAMILIES
@pytest.mark.parametrize("function", ["m", "m.__call__", "m.scaled", "eqx.Partial(m)"])
def test_tl401_the_leaves_of_a_module_are_hidden(function: str, family: str) -> None:
    line = f"[JaxPartial({function})]"
    assert found(line, family) == ["TL401"]
    assert jax.tree.leaves(run(line, family)) == []
    cured = run(after(line, family), family)
    assert [leaf.shape for leaf in jax.tree.leaves(cured) if eqx.is_array(leaf)] == [(2,)]
    assert run(f"{after(line, family)}[0](weight)[0].item()", family) in {9, 18}


@FAMILIES
def test_tl401_no_gradient_reaches_it(family: str) -> None:
    line = "eqx.filter_grad(lambda f: f(1.0).sum())(JaxPartial(m))"
    assert found(line, family) == ["TL401"]
    assert jax.tree.leaves(run(line, family)) == []
    assert jax.tree.leaves(run(after(line, family), family))[0].tolist() == [1, 1]


@FAMILIES
@pytest.mark.parametrize(
    "line",
    [
        "jax.vmap(JaxPartial(m))(weight)",
        "jax.jit(JaxPartial(m))(weight)",
        "jax.lax.scan(lambda c, x: (c, x), weight, weight)[0], JaxPartial(m)(weight)",
        "jax.lax.map(JaxPartial(m), weight)",
        "jax.lax.cond(True, JaxPartial(m), JaxPartial(m.scaled), weight)",
        "jax.grad(lambda x: JaxPartial(m)(x).sum())(weight)",
        "jax.tree.map(JaxPartial(m), [weight])",
        "JaxPartial(Model.__call__, m)",
    ],
)
def test_tl401_works_as_a_function(line: str, family: str) -> None:
    run(line, family)
    assert found(line, family) == []


@FAMILIES
@pytest.mark.parametrize("bound", ["weight", "m"])
def test_tl404_what_is_bound_is_hidden(bound: str, family: str) -> None:
    line = f"[Holder(functools.partial(lambda w, x: x * 2, {bound}))]"
    assert found(line, family) == ["TL404"]
    arrays = eqx.filter(run(line, family), eqx.is_array)
    assert jax.tree.leaves(arrays) == []
    cured = eqx.filter(run(after(line, family), family), eqx.is_array)
    assert len(jax.tree.leaves(cured)) == 1


@FAMILIES
def test_tl404_no_gradient_reaches_it(family: str) -> None:
    line = (
        "eqx.filter_grad(lambda h: h.fn(2.0).sum())"
        "(Holder(functools.partial(jnp.multiply, weight))).fn"
    )
    assert found(line, family) == ["TL404"]
    assert run(line, family) is None
    assert run(after(line, family), family).args[0].tolist() == [2, 2]


@FAMILIES
def test_tl404_jit_takes_no_such_argument(family: str) -> None:
    line = "fast(functools.partial(jnp.multiply, weight), 2.0).tolist()"
    assert found(line, family) == ["TL404"]
    with pytest.raises(TypeError):
        run(line, family)
    assert run(after(line, family), family) == [6, 6]


@FAMILIES
def test_tl404_filter_jit_compiles_anew(family: str) -> None:
    line = (
        "[filtered(functools.partial(jnp.multiply, weight), 2.0) for _ in range(3)]"
        " and len(traced)"
    )
    assert found(line, family) == ["TL404"]
    assert run(line, family) == 3
    assert run(after(line, family), family) == 1


@FAMILIES
@pytest.mark.parametrize(
    "line",
    [
        "Holder(functools.partial(jnp.sum, axis=0))",
        "Holder(Partial(jnp.multiply, weight))",
        "jax.lax.scan(functools.partial(lambda w, c, x: (c, x), weight), 0.0, weight)",
        "jax.jit(functools.partial(jnp.multiply, weight))(2.0)",
        "jax.jit(apply, static_argnums=0)(functools.partial(jnp.multiply, weight), 2.0)",
        "fast(JaxPartial(jnp.multiply, weight), 2.0)",
    ],
)
def test_tl404_near_misses_work(line: str, family: str) -> None:
    run(line, family)
    assert found(line, family) == []
