"""Items of arrays in frozen trees: whether the tree is updated, or why not."""

from __future__ import annotations

import pytest

from tests.analyzer.support import check, fixed
from treelint.engine import Config
from treelint.rule import PRELUDE
from treelint.rules.tl505_array_item_assignment import rule

ONLY = Config((rule,))
LAYER = "class Layer(eqx.Module):\n    w: jax.Array\n    b: jax.Array\n    n: int = 1\n"
MADE = f"{LAYER}m = Layer(jnp.zeros(3), jnp.ones(3))\n"
INIT = "class Layer(eqx.Module):\n    w: jax.Array\n    b: jax.Array\n"
DONE = "m = eqx.tree_at(lambda m: m.w, m, m.w.at[0].set(1))"


def messages(code: str) -> list[str]:
    return [finding.message for finding in check(PRELUDE + code, ONLY).findings]


def rewritten(code: str) -> str:
    return fixed(PRELUDE + code, ONLY).removeprefix(PRELUDE)


@pytest.mark.parametrize(
    "before",
    [
        f"{MADE}",
        f"{MADE}n = m.n\nprint(m, n)\n",
        f"{MADE}y = m.w.sum() + m.b[0]\nprint(y)\n",
        f"{LAYER}w = jnp.zeros(3)\nm = Layer(w, jnp.ones(3))\n",
        f"{LAYER}m = Layer(b=jnp.ones(3), w=jnp.zeros(3))\n",
        f"{MADE}m = eqx.tree_at(lambda tree: tree.b, m, jnp.zeros(3))\n",
        f"{MADE}def show():\n    print(m.w)\n",
        (
            f"{INIT}    def __init__(self, w, size):\n        self.w = w\n"
            "        self.b = jnp.zeros(size)\nm = Layer(jnp.zeros(3), 2)\n"
        ),
    ],
)
def test_nobody_else_has_it(before: str) -> None:
    assert rewritten(f"{before}m.w[0] = 1\n") == f"{before}{DONE}\n"


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        (f"{LAYER}def f() -> Layer: ...\nm = f()\n", "something else may hold what `f()` gives"),
        (f"{LAYER}w = jnp.zeros(3)\nm = Layer(w, w)\n", "may put one array into two places"),
        (f"{LAYER}w = jnp.zeros(3)\nm = Layer(w, w.T)\n", "may put one array into two places"),
        (
            f"{MADE}k = m\nm = eqx.tree_at(lambda k: k.b, k, 1)\n",
            "`k` is, or holds, a part",
        ),
        (f"{MADE}leaves = jax.tree.leaves(m)\n", "`leaves` may hold the same array"),
        (f"{MADE}row = m.w[:2]\n", "`row` may hold the same array"),
        (f"{MADE}y = m(0)\n", "`y` may hold the same array"),
        (f"{MADE}g = lambda v=m.w: v\n", "holds the same array"),
        (f"{MADE}w = jnp.zeros(3)\nm.w = w\n", "`m.w = w` may put an array into it"),
        (f"{MADE}w = jnp.zeros(3)\nm.b, k = w, 1\n", "may put an array into it"),
        (
            (
                f"{INIT}    def __init__(self, w):\n        self.w = w\n        self.b = w\n"
                "m = Layer(jnp.zeros(3))\n"
            ),
            "`self.b = w` may keep an array",
        ),
        (
            (
                f"W = jnp.zeros(3)\n{INIT}    def __init__(self):\n        self.w = self.b = W\n"
                "m = Layer()\n"
            ),
            "`self.w = self.b = W` may keep an array",
        ),
        (
            f"{INIT}    def __post_init__(self): ...\nm = Layer(jnp.zeros(3), jnp.ones(3))\n",
            "not known what Layer is made of",
        ),
        (
            (
                f"{INIT}    def __init__(self):\n        self.w, self.b = f(), f()\n"
                "class Both(Layer):\n    def __init__(self):\n        super().__init__()\n"
                "m = Both()\n"
            ),
            "not known what Both is made of",
        ),
        (
            (
                "W = jnp.zeros(3)\nclass Layer(eqx.Module):\n"
                "    w: jax.Array = eqx.field(default_factory=lambda: W)\nm = Layer()\n"
            ),
            "the default of `w` may be one array for every Layer",
        ),
    ],
)
def test_somebody_else_may_have_it(before: str, reason: str) -> None:
    held = [name for name in ("leaves", "row", "y", "g", "w", "k") if f"{name} = " in before]
    code = f"{before}m.w[0] = 1\nprint(m, {', '.join(held)})\n"
    assert reason in messages(code)[-1]
    assert rewritten(code) == code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (f"{LAYER}def f(m: Layer):\n    m.w[0] = 1\n    return m", "whoever gave `m`"),
        (f"{MADE}m.w[0], k = 1, 2", "the statement assigns more than an item of `m.w`"),
        (f"{LAYER}    def f(self):\n        self.w[0] = 1", "whoever gave `self`"),
        (f"{MADE}for row in m.w:\n    m.w[0] = 1", "the loop goes over `m.w`"),
        (
            (
                f"{LAYER}def f(eqx, equinox, treeops):\n    m = Layer(jnp.ones(1), jnp.ones(1))\n"
                "    m.w[0] = 1\n    return m"
            ),
            "`tree_at` cannot be reached",
        ),
        (
            f"{LAYER}class A:\n    m = Layer(jnp.ones(1), jnp.ones(1))\n    m.w[0] = 1",
            "class body",
        ),
    ],
)
def test_withheld(code: str, reason: str) -> None:
    assert reason in messages(code)[-1]
    assert rewritten(code) == code


def test_an_item_of_an_array_cannot_be_deleted_in_a_tree_either() -> None:
    assert "no item can be deleted" in messages(f"{MADE}del m.w[0]")[0]
