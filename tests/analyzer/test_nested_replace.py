"""Nested calls of `replace` and the call of `tree_at` in their place make the same tree."""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyzer.support import check, fixed
from treelint.engine import Config
from treelint.rule import PRELUDE
from treelint.rules.tl507_nested_replace import rule

ONLY = Config((rule,))
CLASSES = """\
import dataclasses
from dataclasses import replace
from typing import NamedTuple
import chex
import flax

class A(eqx.Module):
    x: jax.Array
    y: jax.Array | None = None

class B(eqx.Module):
    a: A
    x: jax.Array
    rows: list[jax.Array]

class C(eqx.Module):
    b: B
    a: A

@flax.struct.dataclass
class F:
    c: C
    x: int

@chex.dataclass(frozen=True)
class G:
    f: F

class N(NamedTuple):
    f: F
    x: int

def made():
    a = A(jnp.ones(2))
    b = B(a, jnp.zeros(1), [jnp.ones(1), jnp.zeros(2)])
    f = F(c=C(b, A(jnp.zeros(3), jnp.ones(1))), x=3)
    return N(f, 4), G(f=f)

log = []

def show(value):
    log.append(value)
    return value

"""


def run(code: str) -> tuple[Any, list[Any]]:
    names: dict[str, Any] = {}
    exec(f"{PRELUDE}{CLASSES}{code}n, g = made()\nresult = change(n, g)\n", names)  # noqa: S102
    return names["result"], names["log"]


def rewritten(code: str) -> str:
    head = PRELUDE + CLASSES
    after = fixed(head + code, ONLY)
    assert fixed(after, ONLY) == after
    assert not [item for item in check(after, ONLY).findings if item.fix is not None]
    return after.removeprefix(head)


def same(one: Any, other: Any) -> bool:
    """Whether two trees, of classes that were defined twice, hold the same."""
    leaves = zip(jax.tree.leaves(one), jax.tree.leaves(other), strict=True)
    is_alike = eqx.tree_pformat(one) == eqx.tree_pformat(other)
    return is_alike and all(np.array_equal(leaf, other) for leaf, other in leaves)


# The fields of each class, and the classes of those.
KINDS = {
    "A": {"x": "", "y": ""},
    "B": {"a": "A", "x": "", "rows": ""},
    "C": {"b": "B", "a": "A"},
    "F": {"c": "C", "x": ""},
    "G": {"f": "F"},
    "N": {"f": "F", "x": ""},
}


def replaced(draw: Any, tree: str, kind: str, depth: int) -> str:
    fields = draw(st.lists(st.sampled_from(sorted(KINDS[kind])), min_size=1, unique=True))
    given_: list[str] = []
    for name in fields:
        inner = KINDS[kind][name]
        if inner and (depth > 0 or draw(st.booleans())):
            given_.append(f"{name}={replaced(draw, f'{tree}.{name}', inner, depth - 1)}")
        else:
            given_.append(f"{name}=show({draw(st.integers(0, 9))})")
    arguments = ", ".join(given_)
    if kind == "N":
        return f"{tree}._replace({arguments})"
    if kind == "F" and draw(st.booleans()):
        return f"{tree}.replace({arguments})"
    return f"dataclasses.replace({tree}, {arguments})"


@st.composite
def programs(draw: Any) -> str:
    tree, kind = draw(st.sampled_from([("n", "N"), ("g", "G")]))
    call = replaced(draw, tree, kind, draw(st.integers(0, 3)))
    return f"def change(n: N, g: G):\n    return {call}\n"


@settings(deadline=None, max_examples=80)
@given(programs())
def test_random_calls_make_the_same_tree(code: str) -> None:
    after = rewritten(code)
    tree, shown = run(code)
    other, shown_then = run(after)
    assert shown == shown_then, after
    assert same(tree, other), after
    has_nested = "=dataclasses.replace" in code or "=n.f.replace" in code or "=g.f.replace" in code
    assert ("tree_at" in after) == has_nested


@pytest.mark.parametrize(
    "body",
    [
        "    f = n.f.replace(x=show(8))\n    n = n._replace(f=f, x=show(9))\n    return n\n",
        "    c = replace(n.f.c, a=show(1))\n    f = n.f.replace(c=c)\n    return n._replace(f=f)",
        "    f = n.f.replace(x=show(8), c=replace(n.f.c, a=2))\n    return n._replace(f=f)\n",
    ],
)
def test_through_variables(body: str) -> None:
    code = f"def change(n: N, g: G):\n{body}\n"
    after = rewritten(code)
    assert "replace" not in after
    (tree, shown), (other, shown_then) = run(code), run(after)
    assert shown == shown_then
    assert same(tree, other)


@pytest.mark.parametrize(
    "body",
    [
        "    f = n.f.replace(x=1)\n    print(f)\n    return n._replace(f=f)\n",
        "    f = n.f.replace(x=1)\n    return n._replace(f=f), f\n",
        "    f = n.f.replace(x=1)\n    f = n.f.replace(x=2)\n    return n._replace(f=f)\n",
        "    f = n.f.replace(x=1)\n    if g:\n        return n._replace(f=f)\n",
        "    f = g.f.replace(x=1)\n    return n._replace(f=f)\n",
        "    return n._replace(f=n.f.replace(**g))\n",
        "    return h(n)._replace(f=h(n).f.replace(x=1))\n",
    ],
)
def test_other_uses(body: str) -> None:
    code = f"def change(n: N, g: G):\n{body}\n"
    assert rewritten(code) == code


WITHHELD = {
    "static": ("class T(eqx.Module):\n    x: int = eqx.field(static=True)\n", "a static field"),
    "converter": (
        "class T(eqx.Module):\n    x: int = eqx.field(converter=int)\n",
        "the converter",
    ),
    "init": ("class T(eqx.Module):\n    x: int = eqx.field(init=False)\n", "is no parameter of"),
    "own": (
        "class T(eqx.Module):\n    x: int\n    def __init__(self, x):\n        self.x = x\n",
        "`T.__init__` would not be called",
    ),
    "post": (
        "class T(eqx.Module):\n    x: int\n    def __post_init__(self):\n        print(self.x)\n",
        "`T.__post_init__` would not be called",
    ),
    "private": ("class T(eqx.Module):\n    x: int\n    __x: int\n", "means something else"),
}


@pytest.mark.parametrize(("cls", "reason"), WITHHELD.values(), ids=WITHHELD)
def test_withheld(cls: str, reason: str) -> None:
    name = "__x" if "__x" in cls else "x"
    code = (
        f"{PRELUDE}from dataclasses import replace\n{cls}class S(eqx.Module):\n    t: T\n"
        f"def f(s: S):\n    return replace(s, t=replace(s.t, {name}=1))\n"
    )
    (finding,) = check(code, ONLY).findings
    assert reason in finding.message
    assert finding.fix is None
