"""`tree_diff`."""

from __future__ import annotations

import collections
import dataclasses
import math
from typing import Any, ClassVar

import jax
import jax.numpy as jnp
import jax.tree_util as jtu
import ml_dtypes
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.runtime.trees import Custom, Data, Flax, Layer, Model, Point, key_paths, leaves, trees
from treeops import tree_diff, tree_equal

NAN, INF = float("nan"), float("inf")


def listed(a: Any, b: Any, **options: Any) -> list[tuple[str, str, str]]:
    return [(entry.name, entry.reason, entry.text) for entry in tree_diff(a, b, **options)]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([1], [1, "x"], [("[1]", "missing", "nothing and 'x'")]),
        ([1, [2, 3]], [1], [("[1]", "missing", "list of 2 and nothing")]),
        (
            {"a": 1, "b": 2},
            {"b": 3, "c": (4,)},
            [
                ("['a']", "missing", "1 and nothing"),
                ("['b']", "value", "2 and 3"),
                ("['c']", "missing", "nothing and tuple of 1"),
            ],
        ),
        ([1], (1,), [("", "structure", "list of 1 and tuple of 1")]),
        ([None], [1], [("[0]", "structure", "None and 1")]),
        (Point(1, 2), (1, 2), [("", "structure", "Point and tuple of 2")]),
        ([()], [[]], [("[0]", "structure", "tuple of 0 and list of 0")]),
        (
            Model([Layer(1, 2, size=3), 4]),
            Model([Layer(5, 2, size=6), 4], name="other"),
            [
                (".name", "static", "'model' and 'other'"),
                (".layers[0].size", "static", "3 and 6"),
                (".layers[0].weight", "value", "1 and 5"),
            ],
        ),
        (Flax(1, b=2), Flax(1, b=3), [(".b", "static", "2 and 3")]),
        (
            collections.defaultdict(float, a=1.0),
            collections.defaultdict(int, a=1),
            [("", "metadata", "defaultdict and defaultdict with other metadata")],
        ),
        (
            collections.OrderedDict(a=1, b=2),
            collections.OrderedDict(b=2, a=1),
            [("", "metadata", "OrderedDict and OrderedDict with other metadata")],
        ),
        (Custom(1, [2]), Custom(1, [3]), [(".right[0]", "value", "2 and 3")]),
        (np.ones(2), 1.0, [("", "type", "f64[2](numpy) and 1.0")]),
        (jnp.ones((2, 3)), jnp.ones(2), [("", "shape", "f32[2,3] and f32[2]")]),
        (jnp.ones(2), np.ones(2, np.int8), [("", "dtype", "f32[2] and i8[2](numpy)")]),
        (
            jnp.zeros(2, jnp.bfloat16),
            jnp.zeros(2, jnp.complex64),
            [("", "dtype", "bf16[2] and c64[2]")],
        ),
        ("x" * 100, 1, [("", "value", f"'{'x' * 19}…{'x' * 18}' and 1")]),
        (math.sin, max, [("", "value", "builtin_function_or_method sin and builtin_funct…")]),
    ],
)
def test_reasons(a: Any, b: Any, expected: list[tuple[str, str, str]]) -> None:
    found = listed(a, b)
    assert [entry[:2] for entry in found] == [entry[:2] for entry in expected]
    for (_, _, text), (_, _, wanted) in zip(found, expected, strict=True):
        assert text == wanted or (wanted.endswith("…") and text.startswith(wanted[:-1]))


def test_equal_trees() -> None:
    same: list[Any] = [[], None, 1, {"a": jnp.ones(2)}, Model([Layer(1, None)])]
    for tree in same:
        diff = tree_diff(tree, tree)
        assert not diff
        assert len(diff) == 0
        assert str(diff) == repr(diff) == "no differences"


def test_typematch() -> None:
    assert listed([1], [1.0]) == []
    assert listed([1], [1.0], typematch=True) == [("[0]", "type", "1 and 1.0")]
    assert listed(np.ones(2, np.float32), jnp.ones(2)) == []
    assert listed(np.ones(2, np.float32), jnp.ones(2), typematch=True) == [
        ("", "type", "f32[2](numpy) and f32[2]")
    ]


ARRAYS: list[Any] = [np.array, jnp.array]
LARGE = 100_000  # beyond what is fetched to the host, and more than a block there


@pytest.mark.parametrize("array", ARRAYS, ids=["numpy", "jax"])
@pytest.mark.parametrize("copies", [1, LARGE], ids=["small", "large"])
@pytest.mark.parametrize(
    "dtype",
    [np.float32, np.float16, ml_dtypes.bfloat16, ml_dtypes.float8_e4m3fn, np.int32, np.uint8],
)
def test_values(array: Any, copies: int, dtype: Any) -> None:
    x = np.zeros((2, 3 * copies), dtype)
    y = x.copy()
    x[0, 1], y[1, 2] = 1, 3
    (entry,) = tree_diff([array(x)], [array(y)])
    values = entry.values
    assert values is not None
    assert (values.count, values.size, values.nans) == (2, 6 * copies, 0)
    assert (values.largest, values.index, values.a, values.b) == (3, (1, 2), 0, 3)
    assert type(values.largest) is type(values.a) is type(values.b)
    assert isinstance(values.largest, int if np.dtype(dtype).kind in "iu" else float)
    assert f"{2} of {6 * copies:,} elements, most at [1, 2] by 3: 0 and 3" in str(entry)


@pytest.mark.parametrize("array", ARRAYS, ids=["numpy", "jax"])
@pytest.mark.parametrize("copies", [1, LARGE], ids=["small", "large"])
def test_nan_and_infinity(array: Any, copies: int) -> None:
    def values(a: list[float], b: list[float]) -> Any:
        zeros = np.zeros(3 * copies, np.float32)
        x, y = (np.concatenate([np.array(ends, np.float32), zeros]) for ends in (a, b))
        one, other = array(x), array(y)
        with jax.debug_nans(True):
            return tree_diff(one, other)[0].values

    both = values([NAN, 1.0, INF], [NAN, 2.0, INF])
    assert (both.count, both.nans, both.largest, both.index) == (2, 1, 1.0, (1,))
    only = values([0.0, NAN, NAN], [0.0, 1.0, NAN])
    assert (only.count, only.nans, only.index) == (2, 2, (1,))
    assert math.isnan(only.largest)
    assert math.isnan(only.a)
    assert only.b == 1.0
    assert "(2 NaN), most at [1] nan and 1" in str(only)
    endless = values([1.0, -INF, INF], [2.0, INF, INF])
    assert (endless.count, endless.largest, endless.index) == (2, INF, (1,))


@pytest.mark.parametrize("copies", [1, LARGE], ids=["small", "large"])
def test_integers_are_told_apart_exactly(copies: int, x64: bool) -> None:
    wide = np.int64 if x64 else np.int32
    ends = np.iinfo(wide)
    x, y = np.zeros((2, 3 * copies), wide)
    x[1], y[1] = ends.min, ends.max
    x[2], y[2] = ends.max, ends.max - 1
    for array in ARRAYS:
        (entry,) = tree_diff(array(x), array(y))
        assert entry.values is not None
        assert entry.values.largest == int(ends.max) - int(ends.min)
        assert (entry.values.count, entry.values.index) == (2, (1,))
        assert (entry.values.a, entry.values.b) == (ends.min, ends.max)


@pytest.mark.parametrize("array", ARRAYS, ids=["numpy", "jax"])
def test_dtypes_without_a_difference(array: Any) -> None:
    (entry,) = tree_diff(array([[True, False]]), array([[True, True]]))
    assert entry.values is not None
    assert (entry.values.count, entry.values.index, entry.values.largest) == (1, (0, 1), None)
    assert str(entry.values) == "1 of 2 elements, first at [0, 1]"


def test_other_dtypes() -> None:
    keys = jax.random.split(jax.random.key(0), (2, 2))
    others = keys.at[1, 0].set(jax.random.key(7))
    (entry,) = tree_diff({"key": keys}, {"key": others})
    assert str(entry.values) == "1 of 4 elements, first at [1, 0]"
    assert entry.a == "key<fry>[2,2]"
    assert str(tree_diff(jax.random.key(0), jax.random.key(1))[0].values) == "other value"
    (entry,) = tree_diff(np.array(["a", "b"]), np.array(["a", "c"]))
    assert entry.values is not None
    assert entry.values.index == (1,)
    (entry,) = tree_diff(np.array([1 + 1j, 0]), np.array([1 - 2j, 0]))
    assert entry.values is not None
    assert (entry.values.largest, entry.values.a) == (3.0, 1 + 1j)
    for array in ARRAYS:
        small = [array(np.array(x, ml_dtypes.int4)) for x in ([-8, 1], [7, 1])]
        (entry,) = tree_diff(*small)
        assert entry.values is not None
        assert entry.values.largest == 15
    (entry,) = tree_diff(np.float32(1.5), np.float32(2))
    assert entry.text == "f32[](numpy), by 0.5: 1.5 and 2"


def test_leaves_of_any_kind() -> None:
    spans = [np.array([0, ends], "m8[ns]") for ends in (1, 2**40)]
    assert str(tree_diff(*spans)[0].values) == "1 of 2 elements, first at [1]"
    assert listed(10**5000, 10**5000 + 1) == [("", "value", "int and another")]
    assert listed({1, 2}, {1, 3}) == [("", "value", "set and another")]
    records = [np.array([(1, x)], [("a", int), ("b", float)]) for x in (2.0, 3.0)]
    assert str(tree_diff(*records)[0].values) == "other value"
    masked = [np.ma.array([1.0, x], mask=[False, True]) for x in (2.0, 3.0)]
    assert bool(tree_diff(*masked)) is not bool(tree_equal(*masked))
    assert not tree_diff(np.zeros((0, 3)), np.ones((0, 3)))


@pytest.mark.parametrize("size", [2, LARGE])
def test_a_numpy_array_beside_one_of_jax(size: int) -> None:
    host, device = np.zeros(size, np.float32), jnp.ones(size)
    for a, b in ((host, device), (device, host)):
        values = tree_diff(a, b)[0].values
        assert values is not None
        assert (values.count, values.largest) == (size, 1.0)


def test_large_arrays_of_few_bits() -> None:
    x = jnp.zeros(10 * LARGE, jnp.int4)
    assert str(tree_diff(x, x.at[7].set(-8))[0].values).endswith("at [7] by 8: 0 and -8")
    z = jnp.zeros(LARGE, jnp.complex64)
    assert str(tree_diff(z, z.at[7].set(3 + 4j))[0].values).endswith("by 5: 0+0j and 3+4j")


def test_the_largest_is_found_in_any_block() -> None:
    x = np.zeros(3 * LARGE, np.float32)
    y = x.copy()
    y[[5, LARGE, -1]] = [3, 2, 1]
    for a, b in ((x, y), (y[::-1], x)):
        values = tree_diff(a, b)[0].values
        assert values is not None
        assert (values.count, values.largest) == (3, 3.0)
        assert values.index == ((5,) if a is x else (3 * LARGE - 6,))


def test_memory_layout_does_not_matter() -> None:
    x = np.arange(LARGE, dtype=np.float32).reshape(2, -1)
    y = np.asfortranarray(x.copy())
    y[1, 7] += 100
    (entry,) = tree_diff(x, y)
    assert entry.values is not None
    assert (entry.values.count, entry.values.index) == (1, (1, 7))


@pytest.mark.parametrize("array", ARRAYS, ids=["numpy", "jax"])
@pytest.mark.parametrize("copies", [1, LARGE], ids=["small", "large"])
def test_tolerances(array: Any, copies: int) -> None:
    x = np.ones(3 * copies, np.float32)
    y = x.copy()
    y[:3] = [1.1, 1.0, 2.0]
    a, b = array(x), array(y)
    (entry,) = tree_diff(a, b, atol=0.5)
    assert entry.values is not None
    assert (entry.values.count, entry.values.index) == (1, (2,))
    assert not tree_diff(a, b, rtol=0.6)
    assert tree_diff(a, b, rtol=0.2)[0].values == entry.values
    assert len(tree_diff([1, 5], [2, 5], atol=3)) == 1


def test_unequal_by_a_hair_is_counted() -> None:
    # Rounded to the dtype, as comparing may do, or not, as measuring does.
    x, y = np.array([0.1], np.float32), np.array([0.2], np.float32)
    for atol in np.linspace(0.0999999, 0.1000001, 50):
        diff = tree_diff(x, y, atol=float(atol))
        assert bool(diff) is not bool(tree_equal(x, y, atol=float(atol)))
        assert all(entry.values is not None and entry.values.count == 1 for entry in diff)


def test_the_summary() -> None:
    a = {"first": jnp.zeros((2, 2)), "second": [1, (2,)], "z": 3}
    b = {"first": jnp.zeros((2, 2)).at[1, 0].set(0.25), "second": [1, [2]], "z": 3}
    assert str(tree_diff(a, b)) == (
        "2 differences:\n"
        "  ['first']      value      f32[2,2], 1 of 4 elements, most at [1, 0] by 0.25: 0 and "
        "0.25\n"
        "  ['second'][1]  structure  tuple of 1 and list of 1"
    )
    assert str(tree_diff(1, 2)) == "1 difference:\n  the root  value  1 and 2"
    assert str(tree_diff(1, 2)[0]) == "the root: value: 1 and 2"


def test_the_summary_is_bounded() -> None:
    key = "k" * 1000
    text = str(tree_diff([{key: x} for x in range(140)], [{key: "x" * 500}] * 140))
    lines = text.splitlines()
    assert lines[0] == "140 differences:"
    assert lines[-1] == "  and 120 more"
    assert len(lines) == 22
    assert max(map(len, lines)) < 200
    assert len(str(tree_diff("a\nb" * 99, "c\nd")).splitlines()) == 2


def test_a_diff_is_a_frozen_sequence() -> None:
    diff = tree_diff([1, 2, 3], [1, 5, 6])
    assert [entry.path for entry in diff] == [(jtu.SequenceKey(1),), (jtu.SequenceKey(2),)]
    assert diff[-1].b == "6"
    with pytest.raises(dataclasses.FrozenInstanceError):
        diff.differences = ()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        diff[0].reason = "x"  # type: ignore[misc]


@jtu.register_pytree_node_class
class OddKeys:
    """A node whose keys do not tell its children apart, nor can be hashed."""

    def __init__(self, *children: Any) -> None:
        self.children = children

    def tree_flatten(self) -> tuple[Any, Any]:
        return self.children, None

    @classmethod
    def tree_unflatten(cls, _: None, children: Any) -> OddKeys:
        return cls(*children)


@jtu.register_pytree_with_keys_class
class Unhashable(OddKeys):
    def tree_flatten_with_keys(self) -> tuple[Any, Any]:
        return tuple((jtu.DictKey([0]), child) for child in self.children), None


@pytest.mark.parametrize("kind", [OddKeys, Unhashable])
def test_keys_of_custom_nodes(kind: Any) -> None:
    assert [entry.reason for entry in tree_diff(kind(1, 2), kind(1))] == ["missing"]
    assert [entry.reason for entry in tree_diff(kind(1), kind(3, 2))] == ["value", "missing"]


class Moody:
    """Metadata that equals none of its kind, or all of it."""

    equal: ClassVar[list[bool]] = []

    def __eq__(self, other: object) -> bool:
        return self.equal.pop() if self.equal else False

    def __hash__(self) -> int:
        return 0


@jtu.register_pytree_node_class
class WithMetadata(OddKeys):
    def tree_flatten(self) -> tuple[Any, Any]:
        return self.children, Moody()


def test_metadata_that_nothing_can_name() -> None:
    a, b = WithMetadata([1], 2), WithMetadata([1], 3)
    assert [(entry.name, entry.reason) for entry in tree_diff([a], [b])] == [
        ("[0]", "metadata"),
        ("[0][<flat index 1>]", "value"),
    ]
    # Different as a whole, and the same level by level.
    Moody.equal[:] = [True, False]
    assert [(entry.name, entry.reason) for entry in tree_diff([a], [a])] == [("", "metadata")]
    c, d = (Data(1, 2, kind=Moody()) for _ in range(2))
    assert [(entry.name, entry.reason) for entry in tree_diff(c, d)] == [(".kind", "static")]


def test_arrays_in_static_fields() -> None:
    arrays: list[Any] = [np.ones(2), np.ones(2)]
    one, other = (Data(1, 2, array) for array in arrays)  # treelint: ignore[TL701]
    assert not tree_diff(one, one)
    # JAX cannot compare the two, but finds something else to be different before.
    a, b = [[1], one], [(1,), other]
    assert tree_equal(a, b) is False
    assert listed(a, b) == [
        ("[0]", "structure", "list of 1 and tuple of 1"),
        ("[1].kind", "static", "f64[2](numpy) and another"),
    ]


@pytest.mark.parametrize("transform", [jax.jit, jax.vmap, jax.grad])
def test_traced_leaves_are_named(transform: Any) -> None:
    def function(x: Any) -> Any:
        tree_diff([1, {"w": x}], [1, {"w": 2}])
        return x

    with pytest.raises(TypeError, match=r"`a\[1\]\['w'\]` is traced.*`tree_equal` can be traced"):
        transform(function)(jnp.ones(3) if transform is jax.vmap else 1.0)
    with pytest.raises(TypeError, match=r"`\(rtol, atol\)\[1\]` is traced"):
        jax.jit(lambda x: bool(tree_diff(1, 1, atol=x)))(1.0)


@pytest.mark.parametrize("size", [2, LARGE])
def test_known_arrays_are_compared_while_others_are_traced(size: int) -> None:
    a, b = jnp.zeros(size), jnp.ones(size)

    @jax.jit
    def function(x: Any) -> Any:
        assert tree_diff(a, b)[0].values == tree_diff(a, b)[0].values
        assert not tree_diff([a], [a])
        return x + tree_diff(a, b)[0].values.count  # type: ignore[union-attr]

    assert function(0) == size


def test_cycles_and_depth_are_named() -> None:
    cycle: list[Any] = []
    cycle.append({"x": cycle})
    with pytest.raises(ValueError, match=r"the list at `b` contains itself, at `b\[0\]\['x'\]`"):
        tree_diff([1], cycle)
    with pytest.raises(ValueError, match=r"the keys of the dict at `a\[0\]` cannot be sorted"):
        tree_diff([{1: 2, "a": 3}], [])


OPTIONS = st.fixed_dictionaries(
    {
        "typematch": st.booleans(),
        "rtol": st.sampled_from([0, 0.5]),
        "atol": st.sampled_from([0.0, 2.0]),
    }
)


def replaced(tree: Any, data: st.DataObject) -> Any:
    """The tree with another node somewhere."""
    path = data.draw(st.sampled_from(key_paths(tree)))
    new = data.draw(leaves | trees())
    keys = jtu.keystr(path)

    def put(node_path: Any, node: Any) -> Any:
        return new if jtu.keystr(node_path) == keys else node

    # By hand, as the rest of the package is tested with it.
    stop = lambda node_path, _: jtu.keystr(node_path) == keys
    return _mapped(tree, put, stop)


def _mapped(tree: Any, put: Any, stop: Any, path: Any = ()) -> Any:
    if stop(path, tree):
        return put(path, tree)
    first = [True]

    def below(_: Any) -> bool:
        was, first[0] = first[0], False
        return not was

    pairs, treedef = jtu.tree_flatten_with_path(tree, is_leaf=below)
    if len(pairs) == 1 and not pairs[0][0]:
        return tree
    below_it = [_mapped(child, put, stop, path + key) for key, child in pairs]
    return jtu.tree_unflatten(treedef, below_it)


@given(trees(), trees(), OPTIONS, st.data())
def test_a_difference_is_where_trees_are_unequal(
    tree: Any, unrelated: Any, options: dict[str, Any], data: st.DataObject
) -> None:
    for other in (tree, unrelated, replaced(tree, data)):
        diff = tree_diff(tree, other, **options)
        assert bool(diff) is not bool(tree_equal(tree, other, **options))
        assert len({entry.name for entry in diff}) == len(diff)
        assert len(str(diff).splitlines()) <= 22
        reverse = tree_diff(other, tree, **{**options, "rtol": 0})
        if not options["rtol"]:
            assert {(entry.name, entry.reason) for entry in reverse} == {
                (entry.name, entry.reason) for entry in diff
            }


@given(trees(), st.data())
def test_one_changed_leaf_is_found_at_its_place(tree: Any, data: st.DataObject) -> None:
    flat, treedef = jtu.tree_flatten(tree)
    if not flat:
        return
    index = data.draw(st.integers(0, len(flat) - 1))
    path = jtu.tree_leaves_with_path(tree)[index][0]
    flat[index] = "unlike any other"
    new = jtu.tree_unflatten(treedef, flat)
    assert [entry.path for entry in tree_diff(tree, new)] == [path]
