"""`tree_at` by recorders and doubles of siblings, against the double of the whole tree."""

from __future__ import annotations

import dataclasses
import functools
import sys
from typing import TYPE_CHECKING, Any, ClassVar

import equinox as eqx
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import treeops
import treeops._at
from tests.runtime.test_like_equinox import CONSTANTS, IS_LEAF, tag
from tests.runtime.trees import (
    KINDS,
    Custom,
    Data,
    Layer,
    Model,
    Outcome,
    Point,
    assert_same_outcome,
    follow,
    key_paths,
    outcome,
    trees,
)
from treeops import _selector_code
from treeops._selector_code import looks_at_classes

if TYPE_CHECKING:
    from collections.abc import Callable

tree_at: Any = treeops.tree_at


def by_double(call: Callable[[], Any]) -> Outcome:
    """What a call gives where recorders can never tell."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(treeops._at, "record", lambda *_: None)
        return outcome(call)


def children(tree: Any) -> Any:
    """What a selector may loop over: the elements of a list or tuple, the values of a dict."""
    return tree.values() if isinstance(tree, dict) else tree


SELECTORS: list[Callable[[Any], Any]] = [
    *CONSTANTS,
    lambda t: [*children(t)],
    lambda t: [x for x in children(t) if x is not None],
    lambda t: tuple(children(x) for x in children(t)),
    lambda t: [y for x in children(t) for y in children(x)],
    lambda t: [x.weight for x in t if isinstance(x, Layer)],
    lambda t: [x.size for x in t],
    lambda t: t[-1][0],
    lambda t: t[1:],
    lambda t: t[:],
    lambda t: [x for x in t if type(x) is list],
    lambda t: [x for x in t if type(x) is int],
    lambda t: [x for x in t if callable(x)],
    lambda t: t[0] if len(t) > 1 else t,
    lambda t: (t.a, t.b),
    lambda t: t.x if hasattr(t, "x") else t,
    lambda t: t["a"] if "a" in t else t["z"],
    lambda t: max(t, key=len),
    lambda t: t[0] if t[0] == t[1] else t[1],
    lambda t: t[0] if t[0] is t[1] else t[1],
    lambda t: {t: 1},
    lambda t: t or t,
]


@given(trees(), st.data())
def test_recorders_give_what_the_double_gives(tree: Any, data: st.DataObject) -> None:
    paths = key_paths(tree)
    picked = data.draw(st.lists(st.sampled_from(paths), max_size=4))
    single = len(picked) == 1 and data.draw(st.booleans())
    is_leaf = data.draw(st.sampled_from(IS_LEAF))
    options: dict[str, Any] = data.draw(
        st.sampled_from([{"replace_fn": tag}, {"replace": [*range(len(picked))]}])
    )

    def where(t: Any) -> Any:
        nodes = [follow(t, path) for path in picked]
        return nodes[0] if single else nodes

    call = lambda: tree_at(where, tree, is_leaf=is_leaf, **options)
    assert_same_outcome(outcome(call), by_double(call))


@given(
    st.lists(trees(), max_size=7) | trees(), st.sampled_from(SELECTORS), st.sampled_from(IS_LEAF)
)
def test_all_kinds_of_selectors(tree: Any, where: Any, is_leaf: Any) -> None:
    call = lambda: tree_at(where, tree, replace_fn=tag, is_leaf=is_leaf)
    assert_same_outcome(outcome(call), by_double(call))


@given(trees(), st.data())
def test_sharing_gives_the_same_tree(tree: Any, data: st.DataObject) -> None:
    picked = data.draw(st.lists(st.sampled_from(key_paths(tree)), max_size=3))
    where = lambda t: [follow(t, path) for path in picked]
    before = jtu.tree_structure(tree)
    shared = outcome(lambda: tree_at(where, tree, replace_fn=tag, share=True))
    assert_same_outcome(shared, outcome(lambda: tree_at(where, tree, replace_fn=tag)))
    assert_same_outcome(
        shared, by_double(lambda: tree_at(where, tree, replace_fn=tag, share=True))
    )
    after: Any = jtu.tree_structure(tree)
    assert after == before


ALIKE: dict[str, Callable[[Any, Any], Any]] = {
    **{name: made for name, made in KINDS.items() if name != "flax"},
    "nested": lambda a, b: [[a], {"b": b}],
    "none": lambda a, b: (a, None, b),
}


@pytest.mark.parametrize("kind", sorted(ALIKE))
@pytest.mark.parametrize("outer", [list, tuple, lambda x: {"a": 1, "layers": x}, Model])
def test_each_of_many_siblings(kind: str, outer: Any) -> None:
    layers = [ALIKE[kind](index, jnp.ones(index)) for index in range(9)]
    tree = outer(layers)
    paths = key_paths(layers[0])[1:]

    def siblings(t: Any) -> Any:
        return t["layers"] if isinstance(t, dict) else getattr(t, "layers", t)

    for path in paths:
        selectors: list[Any] = [
            lambda t, path=path: [follow(x, path) for x in siblings(t)],
            lambda t, path=path: tuple(follow(x, path) for x in siblings(t))[::-2],
            lambda t, path=path: [follow([*siblings(t)][4], path)],
            lambda t, path=path: follow([*siblings(t)][4], path),
        ]
        for where in selectors:
            call = lambda where=where: tree_at(where, tree, replace_fn=tag)
            assert_same_outcome(outcome(call), by_double(call))
    for pick in (lambda t: [*siblings(t)], lambda t: [*siblings(t)][-1]):
        call = lambda pick=pick: tree_at(pick, tree, replace_fn=tag)
        assert_same_outcome(outcome(call), by_double(call))


def test_replacements_of_siblings_in_order() -> None:
    tree = [{"w": index, "b": -index} for index in range(8)]
    weights = lambda t: [x["w"] for x in t][::-1]
    new = tree_at(weights, tree, "abcdefgh")
    assert "".join(x["w"] for x in new) == "hgfedcba"
    seen: list[int] = []
    tree_at(weights, tree, replace_fn=seen.append)
    assert seen == [*range(8)]
    twice = tree_at(lambda t: [x["w"] for x in t] + [x["w"] for x in t], tree, [*range(16)])
    assert [x["w"] for x in twice] == [*range(8, 16)]
    with pytest.raises(ValueError, match="8 nodes, and `replace` holds 3"):
        tree_at(weights, tree, "abc")


@pytest.mark.parametrize("layer", [list, dict, Data])
def test_a_where_that_changes_siblings_reaches_nothing(layer: Any) -> None:
    kinds: dict[Any, Callable[[], Any]] = {
        list: lambda: [1, 2],
        dict: lambda: {"a": 1, "b": 2},
        Data: lambda: Data(1, 2),
    }
    tree = [kinds[layer]() for _ in range(8)]

    def where(t: Any) -> Any:
        for x in t:
            if isinstance(x, Data):
                x.a = 3
            elif isinstance(x, dict):
                x["a"] = 3
            else:
                x[0] = 3
        return [x.b if isinstance(x, Data) else [*children(x)][1] for x in t]

    new = tree_at(where, tree, [5] * 8)
    assert tree == [kinds[layer]() for _ in range(8)]
    assert jtu.tree_leaves(new) == [1, 5] * 8


@jtu.register_dataclass
@dataclasses.dataclass
class Checked:
    """A dataclass that JAX constructs, and that keeps what it was constructed from."""

    a: Any
    seen: ClassVar[list[Any]] = []

    def __post_init__(self) -> None:
        self.seen.append(self.a)


def test_a_constructor_gets_real_leaves_only() -> None:
    tree = {"many": [Checked(index) for index in range(9)], "one": Checked(-1)}
    Checked.seen.clear()
    tree_at(lambda t: t["one"].a, tree, 5)
    tree_at(lambda t: t["many"][3].a, tree, 5)
    tree_at(lambda t: [x.a for x in t["many"]], tree, [*range(9)])
    tree_at(lambda t: t["many"][2:5], tree, [Checked(1)] * 3)
    assert Checked.seen
    assert {type(a) for a in Checked.seen} == {int}


class Trainable:
    """A custom node that has its weight among its static data where it is not to be trained."""

    def __init__(self, weight: Any, bias: Any, trained: bool) -> None:
        self.weight, self.bias, self.trained = weight, bias, trained


def rebuilt(weight: Any, held: list[Any]) -> Trainable:
    if weight is None:
        return Trainable(held[0], held[1], True)
    return Trainable(weight, held[0], False)


jtu.register_pytree_with_keys(
    Trainable,
    lambda x: (
        (
            ((jtu.GetAttrKey("weight"), x.weight), (jtu.GetAttrKey("bias"), x.bias))
            if x.trained
            else ((jtu.GetAttrKey("bias"), x.bias),)
        ),
        None if x.trained else x.weight,
    ),
    lambda aux, held: rebuilt(aux, [*held]),
)


def test_a_class_whose_children_differ_from_instance_to_instance() -> None:
    tree = [Trainable(1.5, 2.5, True), Trainable(1.5, 3.5, False)]
    new = tree_at(lambda t: t[0].weight, tree, 0)
    assert [x.weight for x in new] == [0, 1.5]
    assert tree_at(lambda t: (t[0].bias, t[1].bias), tree, "ab")[1].bias == "b"
    with pytest.raises(TypeError, match=r"is 1\.5, a constant or a leaf"):
        tree_at(lambda t: t[1].weight, tree, 0)
    with pytest.raises(TypeError, match=r"is 1\.5, a constant or a leaf"):
        tree_at(lambda t: (t[0].weight, t[1].weight), tree, (0, 0))


def test_sharing_shares_all_but_the_way() -> None:
    left, right = Layer([jnp.ones(2)], [1]), Custom([2], (3,))
    tree = {"b": [left, right], "a": [4]}
    new = tree_at(lambda t: t["b"][0].bias, tree, 5, share=True)
    assert [*new] == ["a", "b"]
    assert new["a"] is tree["a"]
    assert new["b"] is not tree["b"]
    assert new["b"][1] is right
    assert new["b"][0] is not left
    assert new["b"][0].weight is left.weight
    assert new["b"][0].bias == 5
    assert left.bias == [1]
    given = [6]
    assert tree_at(lambda t: t["a"], tree, given, share=True)["a"] is given
    assert tree_at(lambda t: t["a"], tree, replace_fn=lambda x: x, share=True)["a"] is tree["a"]
    point = tree_at(lambda t: (t[0].x, t[1]), (Point(1, [2]), 3), (4, 5), share=True)
    assert point == (Point(4, [2]), 5)
    assert tree_at(lambda t: (), tree, (), share=True) is tree
    assert tree_at(lambda t: t, tree, 1, share=True) == 1


def test_sharing_changes_one_of_aliased_nodes() -> None:
    assert tree_at(lambda t: t[1][0], [(1,)] * 3, 2, share=True) == [(1,), (2,), (1,)]
    with pytest.raises(ValueError, match="inside it"):
        tree_at(lambda t: (t[0], t[0][0]), [[1]], (2, 3), share=True)


class Unflattenable:
    """A node that fails where it is flattened."""


def fail(_: Any) -> Any:
    raise RuntimeError("flattened")


jtu.register_pytree_node(Unflattenable, fail, lambda _, __: Unflattenable())


def test_sharing_looks_at_the_way_only() -> None:
    endless: list[Any] = []
    endless.append(endless)
    tree = [endless, Unflattenable(), {"a": 1}]
    new = tree_at(lambda t: t[2]["a"], tree, 2, share=True)
    assert new[2] == {"a": 2}
    assert new[0] is endless
    with pytest.raises(RuntimeError, match="flattened"):
        tree_at(lambda t: t[1]["a"], tree[1:], 2)


def test_errors_caught_in_a_loop_cost_little_recursion() -> None:
    def room() -> int:
        try:
            return 1 + room()
        except RecursionError:
            return 0

    before = room()
    for _ in range(500):
        with pytest.raises(RuntimeError, match="flattened"):
            tree_at(lambda t: t[0], [1, [[[Unflattenable()]]]], 2)
        with pytest.raises(ValueError, match="cannot be sorted"):
            tree_at(lambda t: t[0], [1, [[[{1: 2, "a": 3}]]]], 2)
    assert before - room() < 50


@pytest.mark.parametrize("size", [2, 100, 20_001])
def test_a_list_that_contains_itself_many_times(size: int) -> None:
    tree: list[Any] = []
    tree.extend([tree] * size)
    with pytest.raises(ValueError, match=r"contains itself, at `pytree\[0\]`"):
        tree_at(lambda t: t[0], tree, 2)


@pytest.mark.parametrize("node", [lambda x: [x], lambda x: {"a": x}, lambda x: Data(x, 1)])
def test_trees_as_deep_as_python_allows_work(node: Any) -> None:
    tree: Any = 1
    for _ in range(sys.getrecursionlimit() // 3):
        tree = node(tree)
    wide = [tree, *range(3000)]
    assert tree_at(lambda t: t[7], wide, "new")[7] == "new"


class Flagged(eqx.Module):
    before: Any
    inference: Any
    after: Any = None


@given(
    st.recursive(
        st.sampled_from([True, False, None, 1, jnp.ones(1)]),
        lambda inner: (
            st.builds(Flagged, inner, inner, inner)
            | st.builds(Data, inner, inner)
            | st.lists(inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_flags_in_one_pass_are_those_of_tree_at(tree: Any) -> None:
    from treeops._inference import _flags

    slow = tree_at(_flags, tree, replace_fn=lambda _: "set", is_leaf=lambda x: x is None)
    assert_same_outcome(("value", treeops.tree_inference(tree, "set")), ("value", slow))


def first_if_list(tree: Any) -> Any:
    return tree[0] if type(tree) is list else tree[1]


def first_of_mapping(tree: Any) -> Any:
    match tree:
        case {"a": first}:
            return first
        case _:
            return tree["b"]


def changing(tree: Any) -> Any:
    if type(tree) is list:
        tree.append(5.0)
    return tree[0]


@pytest.mark.parametrize("share", [False, True])
def test_a_selector_that_looks_at_classes_gets_the_classes(share: bool) -> None:
    node = (1.0,)
    wheres: list[Any] = [
        first_if_list,
        lambda t: [first_if_list(t)][0],
        lambda t: next(u[0] if type(u) is list else u[1] for u in [t]),
        lambda t: t[0] if type(t[0]) is tuple else t[1],
    ]
    for where in wheres:
        assert tree_at(where, [node, node], 2.0, share=share) == [2.0, node]
    leaf = np.ones(2)
    new: Any = tree_at(first_of_mapping, {"a": leaf, "b": leaf}, 2.0, share=share)
    assert new["a"] == 2.0
    assert new["b"] is leaf


def test_a_selector_that_looks_at_classes_does_not_change_the_tree() -> None:
    tree = [1.0, 2.0]
    assert tree_at(changing, tree, 3.0) == [3.0, 2.0]
    assert tree == [1.0, 2.0]


def test_many_selectors_are_not_all_kept() -> None:
    for index in range(2_000):
        where = eval(f"lambda t: t[{index}]")  # noqa: S307
        assert not looks_at_classes(where)
    assert len(_selector_code._KNOWN) <= 1024
    assert not looks_at_classes(functools.partial(first_if_list))
