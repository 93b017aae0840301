"""A `Partial` raises exactly where the rules say so: random signatures, bound and called."""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax
import pytest
from hypothesis import given
from hypothesis import strategies as st

import treeops
from tests.analyzer.support import check
from treelint.engine import Config
from treelint.rules import tl402_partial_arguments, tl403_partial_call

RULES = Config((tl402_partial_arguments.rule, tl403_partial_call.rule))
FAMILIES = {
    "equinox": (eqx.Partial, "import equinox as eqx\nPartial = eqx.Partial\n"),
    "treeops": (treeops.Partial, "from treeops import Partial\n"),
    "jax": (jax.tree_util.Partial, "import jax\nPartial = jax.tree_util.Partial\n"),
}
NAMES = ["a", "b", "c", "d"]
CALLABLES = {
    "function": "def f({}): return 0\n",
    "lambda": "f = lambda {}: 0\n",
    "class": "class C:\n    def __init__(self, {}): pass\nf = C\n",
    "object": "class C(eqx.Module):\n    def __call__(self, {}): return 0\nf = C()\n",
    "method": "class C(eqx.Module):\n    def g(self, {}): return 0\nf = C().g\n",
    "class method": "class C:\n    @classmethod\n    def g(cls, {}): return 0\nf = C.g\n",
    "fields": "class C(eqx.Module):\n    {}\nf = C\n",
}


@st.composite
def parameters(draw: st.DrawFn) -> str:
    """The parameters of a function, in any order that Python takes."""
    only_by_place, by_both = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    by_name = draw(st.integers(0, 4 - only_by_place - by_both))
    count = only_by_place + by_both
    defaults = draw(st.integers(0, count))
    parts = [
        name if index < count - defaults else f"{name}=0"
        for index, name in enumerate(NAMES[:count])
    ]
    if only_by_place:
        parts.insert(only_by_place, "/")
    star = draw(st.booleans())
    if star or by_name:
        parts.append("*args" if star else "*")
    parts += [
        f"{name}=0" if draw(st.booleans()) else name for name in NAMES[count : count + by_name]
    ]
    if star and by_name == 0 and draw(st.booleans()):
        parts.append("e=0")
    return ", ".join([*parts, "**kwargs"] if draw(st.booleans()) else parts)


@st.composite
def fields(draw: st.DrawFn) -> str:
    """The fields of a module, those with a default last."""
    count = draw(st.integers(1, 4))
    defaults = draw(st.integers(0, count))
    lines = []
    for index, name in enumerate(NAMES[:count]):
        options = ["eqx.field(kw_only=True)", "eqx.field(init=False, default=0)"]
        plain = "" if index < count - defaults else " = 0"
        other = draw(st.sampled_from(["", *options]))
        lines.append(f"{name}: int = {other}" if other else f"{name}: int{plain}")
    # A field without a default may not stand behind one that has one.
    lines.sort(key=lambda line: line.endswith("= 0"))
    return "\n    ".join(lines)


@st.composite
def arguments(draw: st.DrawFn) -> str:
    by_place = ["1"] * draw(st.integers(0, 3))
    names = draw(st.lists(st.sampled_from([*NAMES, "e"]), max_size=2, unique=True))
    return ", ".join([*by_place, *(f"{name}=2" for name in names)])


def raises(code: str, partial: Any) -> bool:
    try:
        exec(code, {"Partial": partial, "eqx": eqx})  # noqa: S102
    except TypeError:
        return True
    return False


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("kind", CALLABLES)
@given(data=st.data())
def test_a_partial_raises_where_it_is_found(kind: str, family: str, data: st.DataObject) -> None:
    inside = data.draw(fields() if kind == "fields" else parameters())
    bound, given_, again = (data.draw(arguments()) for _ in range(3))
    nested = data.draw(st.booleans())
    partial, imports = FAMILIES[family]
    code = CALLABLES[kind].format(inside)
    code += f"p = Partial(f, {bound})\n" if bound else "p = Partial(f)\n"
    if nested:
        code += f"p = Partial(p, {again})\n"
    code += f"p({given_})\n"
    found = check(f"import equinox as eqx\n{imports}{code}", RULES).findings
    assert bool(found) == raises(code, partial), code
