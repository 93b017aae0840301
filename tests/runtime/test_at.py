"""`tree_at`: examples for its semantics; `test_like_equinox` compares it at random."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import re
import sys
from typing import TYPE_CHECKING, Any, Self

import equinox as eqx
import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import numpy as np
import pytest

import treeops
from tests.runtime.trees import (
    KINDS,
    Chex,
    Custom,
    Data,
    Flax,
    Layer,
    Model,
    Nothing,
    Picky,
    Point,
    follow,
)

# These tests are about values; `test_types` is about types.
tree_at: Any = treeops.tree_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def is_none(x: Any) -> bool:
    return x is None


def test_replaces_a_leaf_and_leaves_the_input_alone() -> None:
    tree = [1, [2, {"a": 3, "b": 4}]]
    assert tree_at(lambda t: t[1][1]["a"], tree, 5) == [1, [2, {"a": 5, "b": 4}]]
    assert tree == [1, [2, {"a": 3, "b": 4}]]


def test_replaces_a_subtree_and_the_root() -> None:
    assert tree_at(lambda t: t[1], [1, [2, 3]], "x") == [1, "x"]
    assert tree_at(lambda t: t, [1, 2], "x") == "x"
    assert tree_at(lambda t: t, 1, 2) == 2
    assert tree_at(lambda t: (t,), 1, (2,)) == 2


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_node(kind: str) -> None:
    tree = KINDS[kind](1, 1)
    paths = [path for path, _ in jtu.tree_leaves_with_path(tree)]
    new = tree_at(lambda t: follow(t, paths[1]), tree, 7)
    assert jtu.tree_leaves(new) == [1, 7]
    assert type(new) is type(tree)
    assert jtu.tree_leaves(tree) == [1, 1]


def test_leaves_keep_their_identity_and_containers_are_fresh() -> None:
    leaf, other = object(), [object()]
    tree = {"a": leaf, "b": [1], "c": other}
    new = tree_at(lambda t: t["b"][0], tree, 2)
    assert new["a"] is leaf
    assert new["c"][0] is other[0]
    assert new["c"] is not other
    assert new is not tree


def test_replacements_are_copied() -> None:
    given = [1]
    new = tree_at(lambda t: t[0], [0], given)
    given.append(2)
    assert new == [[1]]
    tree = [[1], [2]]
    kept = tree_at(lambda t: t[0], tree, replace_fn=lambda x: x)
    assert kept == tree
    assert kept[0] is not tree[0]


def test_an_aliased_node_changes_at_one_place() -> None:
    assert tree_at(lambda t: t[1], [(1,)] * 3, 2) == [(1,), 2, (1,)]
    assert tree_at(lambda t: t[1][0], [(1,)] * 3, 2) == [(1,), (2,), (1,)]
    array = jnp.ones(2)
    new = tree_at(lambda t: t["b"], {"a": array, "b": array}, 2)
    assert new["a"] is array
    assert new["b"] == 2


def test_several_nodes_and_none_at_all() -> None:
    assert tree_at(lambda t: (t[2], t[0]), [1, 2, 3], ("a", "b")) == ["b", 2, "a"]
    nothings: list[Any] = [(), []]
    for nothing in nothings:
        tree = [1, [2]]
        new = tree_at(lambda t, n=nothing: n, tree, nothing)
        assert new == tree
        assert new[1] is not tree[1]


def test_a_node_named_twice_takes_the_last_replacement() -> None:
    assert tree_at(lambda t: (t[0], t[0]), [1, 2], ("a", "b")) == ["b", 2]
    calls: list[int] = []
    assert tree_at(lambda t: (t[0], t[0]), [1, 2], replace_fn=calls.append) == [None, 2]
    assert calls == [1]


def test_replace_fn_runs_in_the_order_of_the_tree() -> None:
    seen: list[int] = []
    tree_at(lambda t: (t["c"], t["a"], t["b"]), {"c": 3, "b": 2, "a": 1}, replace_fn=seen.append)
    assert seen == [1, 2, 3]


def test_replace_takes_any_sized_iterable() -> None:
    where: Callable[[Any], Any] = lambda t: (t[0], t[1])
    assert tree_at(where, [1, 2], "ab") == ["a", "b"]
    assert tree_at(where, [1, 2], {"k": 0, "l": 0}) == ["k", "l"]
    assert tree_at(where, [1, 2], np.array([5, 6])) == [5, 6]
    assert tree_at(where, [1, 2], replace_fn=str) == ["1", "2"]


def test_none_alone_works_without_is_leaf() -> None:
    assert tree_at(lambda t: t[1], [1, None], 2) == [1, 2]
    assert tree_at(lambda t: (t[0], t[1]), [1, None], (3, 2)) == [3, 2]
    assert tree_at(lambda t: [x for x in t if x is None], [1, None], [2]) == [1, 2]
    assert tree_at(lambda t: t[0], [1, None], None) == [None, None]
    # Those in another picked node are replaced with it.
    assert tree_at(lambda t: (t[0], t[1]), [None, [None]], (2, 3)) == [2, 3]
    with pytest.raises(ValueError, match="inside it"):
        tree_at(lambda t: (t, t[1]), [1, None], (2, 3))


def test_one_of_several_none() -> None:
    with pytest.raises(ValueError, match=re.escape("`pytree['a'][0]`, `pytree['b']`; pass")):
        tree_at(lambda t: t["b"], {"a": [None], "b": None}, 1)
    new = tree_at(lambda t: t["b"], {"a": [None], "b": None}, 1, is_leaf=is_none)
    assert new == {"a": [None], "b": 1}


def test_a_none_from_elsewhere_replaces_no_other_none() -> None:
    layer = Layer(1, None, size=None)
    with pytest.raises(TypeError, match=re.escape("`pytree.bias`")):
        tree_at(lambda m: m.size, layer, 5)
    with pytest.raises(TypeError, match="missing key"):
        tree_at(lambda t: t.get("x"), {"a": None}, 5)
    with pytest.raises(TypeError, match="`return`"):
        tree_at(lambda t: None, {"a": 1}, 5)
    with pytest.raises(TypeError, match="no node of `pytree` is None"):
        tree_at(lambda t: (t["a"], None), {"a": 1}, (5, 6))


@pytest.mark.parametrize("size", [2, (), [], (3, 3), "two", True])
def test_a_static_field_is_named(size: Any) -> None:
    model = Model([Layer(1, 2), Layer(1, 2, size=size)])
    message = re.escape("`pytree.layers[1].size` is a static field")
    if size == 2:
        message = re.escape("`pytree.layers[0].size` is a static field")
    with pytest.raises(TypeError, match=message):
        tree_at(lambda m: m.layers[1].size, model, 5)
    with pytest.raises(TypeError, match=message):
        tree_at(lambda m: [m.layers[1].size], model, [5])


def test_static_fields_may_be_read_on_the_way() -> None:
    model = Model([Layer(1, 2, size=2), Layer(3, 4, size=5)])
    new = tree_at(lambda m: [x.bias for x in m.layers if x.size == 5], model, [0])
    assert jtu.tree_leaves(new) == [1, 2, 3, 0]


@pytest.mark.parametrize(
    "where",
    [
        lambda t: 5,
        lambda t: "word",
        lambda t: (t[0], 5),
        lambda t: (x for x in t),
        lambda t: map(abs, []),
        lambda t: {1}.union(()),
        lambda t: range(2),
        lambda t: {}.values(),
        lambda t: np.ones(2),
        lambda t: object(),
        lambda t: {"a": 1},
    ],
)
def test_what_is_no_node_is_a_type_error(where: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match="where"):
        tree_at(where, [1, 2], replace_fn=lambda x: x)


def test_an_iterator_is_told_to_become_a_tuple() -> None:
    with pytest.raises(TypeError, match=r"generator.*`tuple\(\.\.\.\)`"):
        tree_at(lambda t: (x for x in t), [1, 2], [3, 4])
    with pytest.raises(TypeError, match=r"element 0 .*set.*`tuple\(\.\.\.\)`"):
        tree_at(lambda t: [{*t}], [1, 2], [3])


def test_selecting_from_the_outer_tree() -> None:
    model = Layer(jnp.ones(2), None)
    with pytest.raises(TypeError, match="the argument of `where`"):
        tree_at(lambda _: model.weight, model, 5)


def test_nodes_in_a_container_that_is_no_sequence() -> None:
    with pytest.raises(ValueError, match="one flat tuple"):
        tree_at(lambda t: {"a": t[0]}, [1], [2])
    with pytest.raises(ValueError, match="element 0"):
        tree_at(lambda t: [[t[0]]], [1], [2])


@pytest.mark.parametrize(
    "where",
    [
        lambda t: tuple(x for x in t if type(x) is int),
        lambda t: [x for x in t if isinstance(x, int)],
        lambda t: t[0] if t[0] == 1 else t[1],
        lambda t: [x for x in t if callable(x)],
        lambda t: [x for x in t if hasattr(x, "real")],
        lambda t: t[0].real,
        lambda t: t[0] + 1,
    ],
)
def test_a_selector_that_reads_leaves(where: Callable[[Any], Any]) -> None:
    with pytest.raises(ValueError, match=r"only the structure .*zip\(t, pytree\)"):
        tree_at(where, [1, print, 3], replace_fn=lambda x: x)


def test_the_cure_for_it_works() -> None:
    pytree = [1, 2, object(), 3]
    new = tree_at(
        lambda t: tuple(x for x, y in zip(t, pytree, strict=True) if type(y) is int),
        pytree,
        replace_fn=lambda x: 10 * x,
    )
    assert [new[i] for i in (0, 1, 3)] == [10, 20, 30]


def test_overlap_names_both() -> None:
    model = Model([Layer(1, 2)])
    with pytest.raises(ValueError, match=r"`pytree\.layers\[0\]` .* `pytree\.layers\[0\]\.bias`"):
        tree_at(lambda m: (m.layers[0].bias, m.layers[0]), model, (1, 2))


def test_replace_and_replace_fn() -> None:
    both: Any = functools.partial(tree_at, lambda t: t[0], [1])
    with pytest.raises(ValueError, match="neither"):
        both()
    with pytest.raises(ValueError, match="is_leaf` by keyword"):
        both(5, is_none)
    assert both(None) == [None]
    with pytest.raises(TypeError, match="2 nodes, and `replace` is 5"):
        tree_at(lambda t: (t[0], t[1]), [1, 2], 5)
    with pytest.raises(ValueError, match="2 nodes, and `replace` holds 1"):
        tree_at(lambda t: (t[0], t[1]), [1, 2], [5])


def test_is_leaf_makes_subtrees_leaves() -> None:
    tree = [(1, 2), (3, 4)]
    is_tuple: Callable[[Any], bool] = lambda x: isinstance(x, tuple)
    assert tree_at(lambda t: t[1], tree, 0, is_leaf=is_tuple) == [(1, 2), 0]
    assert tree_at(lambda t: t[1], tree, replace_fn=sum, is_leaf=is_tuple) == [(1, 2), 7]
    with pytest.raises(ValueError, match="only the structure"):
        tree_at(lambda t: t[1][0], tree, 0, is_leaf=is_tuple)


def test_empty_containers_can_be_picked() -> None:
    seen: list[Any] = []
    for tree in ([(), 1, ()], [Nothing(), 1, Nothing()], [[], 1, []], [{}, 1, {}]):
        new = tree_at(lambda t: t[2], tree, 5)
        assert new == [tree[0], 1, 5]
        tree_at(lambda t: t[2], tree, replace_fn=seen.append)
    assert [type(x) for x in seen] == [tuple, Nothing, list, dict]


def test_tuple_of_a_tuple_is_one_node() -> None:
    assert tree_at(lambda m: tuple(m.layers), Model((1, 2)), (3, 4, 5)).layers == (3, 4, 5)


def test_properties_and_methods_that_return_a_child() -> None:
    layer = Layer(1, 2)
    assert tree_at(lambda m: m.first, layer, 5).weight == 5
    assert tree_at(lambda m: m.get_bias(), layer, 5).bias == 5
    assert tree_at(lambda c: c.left, Custom(1, 1), 5).held == [5, 1]


def test_jax_partial_holds_its_arguments_elsewhere() -> None:
    jax_partial: Any = jtu.Partial  # its constructor has no types
    partial = jax_partial(max, 1, 1, key=None)
    assert tree_at(lambda p: p.args[1], partial, 5).args == (1, 5)
    assert tree_at(lambda p: p.args, partial, (7,)).args == (7,)


class Strict(eqx.Module):
    a: int

    def __init__(self, a: int) -> None:
        raise AssertionError("built again")

    def __check_init__(self) -> None:
        raise AssertionError("checked again")


def test_no_constructor_of_a_module_runs() -> None:
    module = object.__new__(Strict)
    object.__setattr__(module, "a", 1)
    assert tree_at(lambda m: m.a, module, "x").a == "x"


def test_a_picky_constructor_gets_no_placeholders() -> None:
    assert tree_at(lambda t: t[0].b, [Picky(1, 1), 1], 5) == [Picky(1, 5), 1]
    with pytest.raises(TypeError, match="not a number: x"):
        tree_at(lambda t: t.b, Picky(1, 1), "x")


@jtu.register_dataclass
@dataclasses.dataclass
class Derived:
    layers: Any

    def __post_init__(self) -> None:
        self.count = len(self.layers)
        self.last = self.layers[-1]


@functools.partial(jtu.register_dataclass, data_fields=["layers"], meta_fields=[])
@dataclasses.dataclass
class DerivedField:
    layers: Any
    last: Any = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        self.last = self.layers[-1]


def test_a_selector_may_use_what_a_constructor_sets() -> None:
    assert tree_at(lambda t: t.last, DerivedField([1, 1]), 5) == DerivedField([1, 5])
    tree = Derived([1, 1])
    assert tree_at(lambda t: t.layers[t.count - 1], tree, 5).layers == [1, 5]
    assert tree_at(lambda t: t.last, tree, 5).layers == [1, 5]
    assert tree_at(lambda t: t.layers[hasattr(t, "count")], tree, 5).layers == [1, 5]
    with pytest.raises(ValueError, match="only the structure"):
        tree_at(lambda t: t.last.real, tree, 5)


def test_an_attribute_that_is_no_field_is_gone() -> None:
    data = Data(1, 1)
    data.extra = 1  # type: ignore[attr-defined]  # as a cached property would be
    with pytest.raises(AttributeError, match="extra"):
        tree_at(lambda t: t.extra, data, 5)
    assert tree_at(lambda t: t.b if hasattr(t, "extra") else t.a, data, 5) == Data(5, 1)


@jtu.register_pytree_node_class
class Unfriendly:
    def __init__(self, a: Any) -> None:
        if not isinstance(a, int):
            raise ValueError("an int, please")  # noqa: TRY004  (to be told apart from ours)
        self.a = a

    def tree_flatten(self) -> tuple[tuple[Any], None]:
        return (self.a,), None

    @classmethod
    def tree_unflatten(cls, _: None, children: tuple[Any]) -> Unfriendly:
        return cls(*children)


@jtu.register_dataclass
@dataclasses.dataclass
class PickyAndDerived:
    a: Any

    def __post_init__(self) -> None:
        if not isinstance(self.a, int):
            raise ValueError("an int, please")  # noqa: TRY004
        self.twice = 2 * self.a


def test_what_a_picky_constructor_sets_is_missed_only_where_it_is_used() -> None:
    assert tree_at(lambda t: t.a, PickyAndDerived(1), 5) == PickyAndDerived(5)
    with pytest.raises(ValueError, match="no attribute 'twice'"):
        tree_at(lambda t: (t.a, t.twice)[:1], PickyAndDerived(1), [5])


@dataclasses.dataclass
class DictLike(dict[str, Any]):
    """A dataclass that extends a builtin, which `object.__new__` cannot make."""

    a: Any
    b: Any


jtu.register_dataclass(DictLike, ["a", "b"], [])


@dataclasses.dataclass
class ByIndex:
    """A dataclass whose registration tells no field names, and turns its children round."""

    a: Any
    b: Any


jtu.register_pytree_node(ByIndex, lambda x: ((x.b, x.a), None), lambda _, c: ByIndex(c[1], c[0]))


@dataclasses.dataclass
class Wrapping:
    """A dataclass that gives out its field in a list made anew."""

    a: Any


jtu.register_pytree_with_keys(
    Wrapping,
    lambda x: (((jtu.GetAttrKey("a"), [x.a]),), None),
    lambda _, children: Wrapping(*next(iter(children))),
)


@jtu.register_pytree_node_class
class Copying:
    """Gives out the list that it holds, but flattens to a copy of it."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def tree_flatten(self) -> tuple[tuple[Any], None]:
        return ([*self.held],), None

    @classmethod
    def tree_unflatten(cls, _: None, children: Any) -> Copying:
        return cls(*children)


class PickyPoint(Point):
    """A named tuple with a constructor of its own."""

    __slots__ = ()

    def __new__(cls, x: Any, y: Any) -> Self:
        if not isinstance(x, int | str):
            raise ValueError("an int or a string, please")  # noqa: TRY004
        return super().__new__(cls, x, y)


def test_unusual_registrations() -> None:
    assert tree_at(lambda t: t.held, Copying([1, 2]), [5]).held == [5]
    assert tree_at(lambda t: t.y, PickyPoint(1, 1), "z") == PickyPoint(1, "z")
    assert tree_at(lambda t: t.b, DictLike(1, 1), 5).b == 5
    new = tree_at(lambda t: t.b, ByIndex(1, 1), 5)
    assert (new.a, new.b) == (1, 5)
    assert tree_at(lambda t: t[1].a, [Wrapping(1), Wrapping(1)], 5)[1].a == 5


def test_a_class_that_cannot_hold_placeholders_is_named() -> None:
    with pytest.raises(TypeError, match=r"Unfriendly at `pytree\[0\]`") as caught:
        tree_at(lambda t: t[0].a, [Unfriendly(1)], 5)
    assert isinstance(caught.value.__cause__, ValueError)


class Odd:
    """A leaf that cannot be compared, hashed or shown."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not to be compared")

    def __repr__(self) -> str:
        raise RuntimeError("not to be shown")


def test_odd_leaves_are_only_handed_on() -> None:
    odd = Odd()
    new = tree_at(lambda t: t[1], [odd, 1, odd], odd)
    assert all(x is odd for x in new)
    with pytest.raises(TypeError, match="Odd"):
        tree_at(lambda t: odd, [1], 5)
    assert tree_at(lambda t: t[0], [np.ones(3), np.ones(3)], 5)[0] == 5


class Answers:
    """A leaf that has every attribute."""

    def __getattr__(self, name: str) -> int:
        return 1


def test_a_leaf_with_every_attribute() -> None:
    assert tree_at(lambda t: t[1], [Answers(), 1], 5)[1] == 5


def test_a_dict_of_no_nodes_is_no_sequence() -> None:
    with pytest.raises(TypeError, match="not a node of `pytree`"):
        treeops.tree_at(lambda t: {}, [1], ())


def test_dicts() -> None:
    assert list(tree_at(lambda t: t["b"], {"b": 1, "a": 2}, 3)) == ["a", "b"]
    assert tree_at(lambda t: list(t.values()), {"b": 1, "a": 2}, ["x", "y"]) == {
        "a": "x",
        "b": "y",
    }
    with pytest.raises(ValueError, match=r"`pytree\[0\]` cannot be sorted .*int, str"):
        tree_at(lambda t: t[0]["a"], [{"a": 1, 2: 3}], 5)
    with pytest.raises(KeyError):
        tree_at(lambda t: t["c"], {"b": 1}, 5)


def test_flax_and_chex_and_dataclasses() -> None:
    assert tree_at(lambda t: t.a, Flax(a=1), 5) == Flax(a=5)
    assert tree_at(lambda t: (t.a, t.b), Chex(a=1, b=1), (5, 6)) == Chex(a=5, b=6)
    assert tree_at(lambda t: t.b.x, Data(1, Point(1, 1)), 5) == Data(1, Point(5, 1))
    with pytest.raises(TypeError, match="static"):
        tree_at(lambda t: t.b, Flax(a=1), 5)


def test_an_unset_field_stays_unset() -> None:
    module = object.__new__(Layer)
    object.__setattr__(module, "weight", 1)
    new = tree_at(lambda m: m.weight, module, 5)
    assert new.weight == 5
    assert not hasattr(new, "bias")
    new = tree_at(lambda m: m if hasattr(m, "bias") else m.weight, module, 5)
    assert new.weight == 5


def test_errors_of_the_selector_itself_pass_through() -> None:
    with pytest.raises(AttributeError, match="wieght"):
        tree_at(lambda m: m.wieght, Layer(1, 2), 5)
    with pytest.raises(IndexError):
        tree_at(lambda t: t[5], [1], 5)


def test_a_cycle_is_named() -> None:
    tree: list[Any] = [1]
    tree.append({"back": tree})
    with pytest.raises(ValueError, match=r"contains itself, at `pytree\[1\]\['back'\]`"):
        tree_at(lambda t: t[0], tree, 5)


@pytest.fixture
def usual_recursion_limit() -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(1000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.usefixtures("usual_recursion_limit")
def test_depth() -> None:
    deep: Any = 1
    for _ in range(600):
        deep = [deep]
    assert tree_at(lambda t: t[0][0], deep, 5) == [[5]]
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(RecursionError, match="nested more deeply"):
        tree_at(lambda t: t[0][0], deep, 5)


def test_a_raising_is_leaf_leaves_no_trace() -> None:
    def raising(_: Any) -> bool:
        raise KeyError("is_leaf")

    # Each failure inside JAX's own flatten would cost a level of Python's recursion limit.
    for _ in range(1500):
        with pytest.raises(KeyError, match="is_leaf"):
            tree_at(lambda t: t[0], [1], 5, is_leaf=raising)
    assert tree_at(lambda t: t[0], [1], 5) == [5]


def test_under_transformations() -> None:
    layer = Layer(jnp.array([1.0, 2.0]), None)

    def loss(weight: jax.Array) -> Any:
        new = tree_at(lambda m: m.weight, layer, 3 * weight)
        return new.weight.sum()

    ones = jnp.ones(2)
    assert jax.jit(loss)(ones) == 6.0
    np.testing.assert_array_equal(jax.grad(loss)(ones), [3.0, 3.0])
    np.testing.assert_array_equal(jax.vmap(loss)(jnp.eye(2)), [3.0, 3.0])
    split = jax.jit(lambda x: tree_at(lambda t: (t[0], t[1]), [1, 2], x))(jnp.arange(2))
    assert [int(x) for x in split] == [0, 1]


def test_a_selector_that_flattens() -> None:
    tree = [1, (), {"a": None, "b": ((), 2)}]
    assert tree_at(jtu.tree_leaves, tree, (5, 6)) == [5, (), {"a": None, "b": ((), 6)}]


def test_what_help_shows() -> None:
    assert "replace: 'Any' = <not given>" in str(inspect.signature(tree_at))
    shown: list[str] = []

    def where(t: Any) -> Any:
        shown.append(repr(t))
        return t[0]

    tree_at(where, [1, 2], 5)
    assert shown == ["[1, 2]", "[<leaf>, <leaf>]"]
    with pytest.raises(TypeError, match="an object of type str"):
        tree_at(lambda t: 100 * "long", [1], 5)
