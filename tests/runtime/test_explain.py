"""`explain_where`."""

from __future__ import annotations

import dataclasses
import html.parser
from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

from tests.runtime.trees import Layer, Model, follow, key_paths, trees
from treeops import explain_where, tree_at


def model(layers: int = 2) -> Model:
    return Model([Layer(jnp.ones((3, 4)), np.ones(3)) for _ in range(layers)], name="m")


def test_one_node() -> None:
    found = explain_where(lambda m: m.layers[1].weight, model())
    assert found.paths == (".layers[1].weight",)
    assert found.error is None
    assert str(found) == repr(found)
    assert str(found).splitlines() == [
        "`where` picks 1 node: .layers[1].weight",
        "  Model",
        "    .layers: list of 2",
        "      [0]: Layer",
        "        .weight: f32[3,4]",
        "        .bias: f64[3](numpy)",
        "      [1]: Layer",
        ">       .weight: f32[3,4]",
        "        .bias: f64[3](numpy)",
    ]


def test_several_nodes_are_numbered_as_in_the_sequence() -> None:
    found = explain_where(lambda t: (t["b"], t["a"], t["b"]), {"a": 1, "b": [2]})
    assert found.paths == ("['b']", "['a']", "['b']")
    assert str(found).splitlines() == [
        "`where` picks 3 nodes: ['b'], ['a'], ['b']",
        "named more than once, so that the last replacement counts: ['b']",
        "     dict of 2",
        ">1     ['a']: 1",
        ">0,2   ['b']: list of 1",
        "         [0]: 2",
    ]


def test_the_root_and_nothing() -> None:
    assert str(explain_where(lambda t: t, 1)) == "`where` picks 1 node: the root\n> 1"
    assert explain_where(lambda t: t, [1]).paths == ("",)
    assert str(explain_where(lambda t: (), [1])) == (
        "`where` picks no node, so that `tree_at` changes nothing\n list of 1\n   [0]: 1"
    )


def test_large_trees_are_folded() -> None:
    lines = str(explain_where(lambda m: m.layers[50].weight, model(100))).splitlines()
    assert lines[1:] == [
        "  Model",
        "    .layers: list of 100",
        "      [0]: Layer, 2 leaves",
        "      [1]: Layer, 2 leaves",
        "      … 48 more",
        "      [50]: Layer",
        ">       .weight: f32[3,4]",
        "        .bias: f64[3](numpy)",
        "      … 48 more",
        "      [99]: Layer, 2 leaves",
    ]


def test_long_runs_of_picked_nodes_are_folded() -> None:
    found = explain_where(lambda m: [layer.bias for layer in m.layers], model(1000))
    assert len(found.paths) == 1000
    lines = str(found).splitlines()
    assert lines[0].endswith(".layers[7].bias and 992 more")
    assert "         … 995 more, 995 of them with marks" in lines
    assert ">999       .bias: f64[3](numpy)" in lines
    assert len(lines) < 25


def test_nothing_is_longer_than_it_may_be() -> None:
    wide = {f"{'k' * 300}{i}": {str(j): [0] * 20 for j in range(30)} for i in range(30)}
    found = explain_where(
        lambda t: [node for inner in t.values() for row in inner.values() for node in row], wide
    )
    lines = str(found).splitlines()
    assert len(lines) == 102
    assert lines[-1].strip() == "…"
    assert max(map(len, lines[1:])) < 120
    assert len(lines[0]) < 700


def nested(levels: int, siblings: int) -> Any:
    tree: Any = 1
    for _ in range(levels):
        tree = [tree, *[0] * siblings]
    return tree


def innermost(levels: int) -> Any:
    def where(tree: Any) -> Any:
        for _ in range(levels):
            tree = tree[0]
        return tree

    return where


def test_single_children_stand_in_one_line() -> None:
    lines = str(explain_where(innermost(300), nested(300, 0))).splitlines()
    assert len(lines) == 3
    assert lines[1] == "  list of 1"
    assert lines[2].startswith(">   [0][0]")
    assert lines[2].endswith("[0][0]: 1")
    assert len(lines[2]) < 80


def test_deep_trees_are_cut() -> None:
    lines = str(explain_where(innermost(100), nested(100, 1))).splitlines()
    assert len(lines) < 50
    assert any("list of 2, 81 leaves, 1 marked below" in line for line in lines)


@pytest.mark.parametrize(
    ("where", "kind", "message", "marked"),
    [
        (lambda m: (m.layers, m.layers[0]), ValueError, "pick one of the two", 2),
        (lambda m: m.name, TypeError, "`pytree.name` is a static field", 0),
        (lambda m: 5, TypeError, "5, which is not a node", 0),
        (lambda m: (layer for layer in m.layers), TypeError, "write `tuple(...)` around it", 0),
        (lambda m: m.layers[0].wieght, AttributeError, "did you mean `weight`?", 0),
        (lambda m: m.layers[7], IndexError, "list index out of range", 0),
        (lambda m: m.layers[0].weight + 1, ValueError, "only the structure", 0),
        (
            lambda m: [m.layers[0].bias, *(x for x in m.layers if not isinstance(x.bias, str))],
            ValueError,
            "pick one of the two",
            3,
        ),
        (lambda m: ([m.layers[0].bias],), ValueError, "one flat tuple", 0),
        (lambda m: None, TypeError, "does `where` lack a `return`?", 0),
    ],
)
def test_errors_are_explained(
    where: Any, kind: type[Exception], message: str, marked: int
) -> None:
    found = explain_where(where, model())
    assert found.paths == ()
    assert type(found.error) is kind
    text = str(found)
    assert text.startswith(f"`where` is wrong: {kind.__name__}: ")
    assert message in text.splitlines()[0]
    assert ".layers: list of 2" in text
    assert sum(line.mark == "?" for line in found.lines) == marked


def test_selectors_that_look_at_leaves() -> None:
    found = explain_where(lambda t: [x for x in t if type(x) is int], [1, 2.0])
    assert type(found.error) is ValueError
    assert "must use only the structure" in str(found)
    assert [line.mark for line in found.lines] == ["", "?", ""]


def test_nones() -> None:
    tree = Layer(None, [None])
    assert "pass `is_leaf=lambda x: x is None`" in str(explain_where(lambda t: t.weight, tree))
    found = explain_where(lambda t: t.bias[0], tree, is_leaf=lambda x: x is None)
    assert found.paths == (".bias[0]",)


def test_is_leaf_ends_the_tree() -> None:
    found = explain_where(lambda t: t.layers[0], model(), is_leaf=lambda x: isinstance(x, Layer))
    assert found.paths == (".layers[0]",)
    assert ".weight" not in str(found)

    def fails(_: Any) -> bool:
        raise ZeroDivisionError("asked")

    with pytest.raises(ZeroDivisionError, match="asked"):
        explain_where(lambda t: t[0], [1], is_leaf=fails)


def test_cycles_and_depth_are_explained() -> None:
    cycle: list[Any] = [1]
    cycle.append({"a": cycle})
    text = str(explain_where(lambda t: t[0], cycle))
    assert "contains itself, at `pytree[1]['a']`" in text
    assert text.splitlines()[1:] == [" list of 2", "   [0]: 1", "   [1]: dict of 1"]
    text = str(explain_where(lambda t: t[0], nested(5000, 1)))
    assert "RecursionError: the tree is nested more deeply" in text
    assert len(text.splitlines()) == 4
    text = str(explain_where(lambda t: t[0], [{1: 2, "a": 3}]))
    assert "the keys of the dict at `pytree[0]` cannot be sorted" in text
    assert text.splitlines()[1:] == [" list of 1", "   [0]: dict of 2"]
    text = str(explain_where(lambda t: t[1], {1: 2, "a": 3}))
    assert text.splitlines()[1:] == [" dict of 2"]


class Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        assert all(name == "style" and "url" not in value for name, value in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_notebooks() -> None:
    tree = {"<script>alert('&amp;')</script>": ["<b>", 2]}
    found = explain_where(lambda t: next(iter(t.values())), tree)
    formatter: Any = DisplayFormatter()
    shown, _ = formatter.format(found)
    parser = Tags()
    parser.feed(shown["text/html"])
    assert parser.tags == ["pre", "mark"]
    assert not parser.open
    assert parser.text == str(found)


def test_an_explanation_is_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        explain_where(lambda t: t, 1).paths = ()  # type: ignore[misc]


def test_under_transformations() -> None:
    seen: list[str] = []

    def function(x: Any) -> Any:
        seen.append(str(explain_where(lambda t: t["x"], {"x": x})))
        return x

    for transform in (jax.jit, jax.grad, jax.vmap):
        transform(function)(jnp.ones(3) if transform is jax.vmap else 1.0)
    assert all(text.splitlines()[2] == ">   ['x']: f32[]" for text in seen)
    assert len(seen) == 3
    shapes = jax.eval_shape(lambda: eqx.nn.Linear(2, 3, key=jax.random.key(0)))
    assert "> .weight: f32[3,2]" in str(explain_where(lambda t: t.weight, shapes)).replace(
        "  ", ""
    )


def error_of(call: Any) -> Exception | None:
    try:
        call()
    except (TypeError, ValueError) as error:
        return error
    return None


@given(trees(), st.data())
def test_paths_are_what_tree_at_replaces(tree: Any, data: st.DataObject) -> None:
    paths = key_paths(tree)
    picked = data.draw(st.lists(st.sampled_from(paths), max_size=3))
    single = len(picked) == 1 and data.draw(st.booleans())

    def where(t: Any) -> Any:
        nodes = [follow(t, path) for path in picked]
        return nodes[0] if single else nodes

    found = explain_where(where, tree)
    wanted = error_of(lambda: tree_at(where, tree, replace_fn=lambda node: node))
    assert type(found.error) is type(wanted)
    assert str(found.error) == str(wanted)
    if wanted is not None:
        return
    nones = [path for path in picked if follow(tree, path) is None]
    if not nones:
        assert found.paths == tuple(jtu.keystr(path) for path in picked)
    assert len(str(found).splitlines()) <= 103
