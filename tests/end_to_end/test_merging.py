"""On random runs of updates: where TL601 makes one call of several, the tree is the same."""

from typing import Any

import equinox as eqx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import treeops
from tests.analyzer.support import fixed
from treelint.engine import Config
from treelint.rules import find_rule

RULE = find_rule("TL601")


class Layer(eqx.Module):
    weight: Any
    bias: Any


class Model(eqx.Module):
    first: Any
    second: Any
    layers: list[Any]
    named: dict[str, Any]


def model(bias: object) -> Model:
    layers = [Layer(number, bias) for number in range(3)]
    return Model(1.0, None, layers, {"b": Layer(3, 4), "a": ()})


path = st.sampled_from(
    [
        "t.first",
        "t.second",
        "t.layers",
        "t.layers[0]",
        "t.layers[1].bias",
        "t.layers[-1]",
        "t.layers[0].weight",
        "t.layers[2].weight",
        "t.layers[-2].bias",
        "t.named['a']",
        "t.named['b']",
        "t.named['b'].weight",
    ]
)
value = st.sampled_from(["None", "7", "[8, 9]", "make()", "x", "old.first", "m.first", "(1, 2)"])
is_leaf = st.sampled_from(["", ", is_leaf=lambda x: x is None"])


@st.composite
def arguments(draw: st.DrawFn) -> tuple[str, str]:
    """A selector's body, and what replaces the nodes."""
    selected = draw(st.lists(path, min_size=1, max_size=3))
    values = draw(st.lists(value, min_size=len(selected), max_size=len(selected)))
    if len(selected) == 1:
        return selected[0], values[0]
    return f"({', '.join(selected)})", f"[{', '.join(values)}]"


def consecutive(updates: list[tuple[str, str]], option: str) -> str:
    lines = [f"m = tree_at(lambda t: {where}, m, {new}{option})" for where, new in updates]
    return "def run(m, old, x, make):\n    " + "\n    ".join([*lines, "return m\n"])


def nested(updates: list[tuple[str, str]], option: str) -> str:
    tree = "m"
    for where, new in updates:
        tree = f"tree_at(lambda t: {where}, {tree}, {new}{option})"
    return f"def run(m, old, x, make):\n    return {tree}\n"


def outcome(code: str, family: Any, tree: Model) -> object:
    scope: dict[str, Any] = {"tree_at": family.tree_at}
    exec(code, scope)  # noqa: S102
    return scope["run"](tree, model(None), Layer(5, None), dict)


@pytest.mark.parametrize("family", [eqx, treeops], ids=["equinox", "treeops"])
@pytest.mark.parametrize("form", [consecutive, nested])
@given(st.lists(arguments(), min_size=2, max_size=4), is_leaf, st.sampled_from([None, 0.5]))
def test_one_call_gives_the_same_tree(
    family: Any, form: Any, updates: list[tuple[str, str]], option: str, bias: object
) -> None:
    assert RULE is not None
    before = form(updates, option)
    start = f"from {family.__name__} import tree_at\n"
    after = fixed(start + before, Config((RULE,)), unsafe=False).removeprefix(start)
    if before == after:
        return
    try:
        expected = outcome(before, family, model(bias))
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        return  # the old code could only raise
    assert eqx.tree_equal(outcome(after, family, model(bias)), expected)


@pytest.mark.parametrize("form", [consecutive, nested])
def test_some_are_merged(form: Any) -> None:
    assert RULE is not None
    updates = [("t.first", "7"), ("(t.layers[0].weight, t.named['a'])", "[x, make()]")]
    before = "from treeops import tree_at\n" + form(updates, "")
    after = fixed(before, Config((RULE,)), unsafe=False)
    assert after.count("tree_at(") == 1
