# ruff: noqa
# fmt: off
"""The type of what `tree_at` and its friends return is the tree's."""
from __future__ import annotations

from typing import Any, Generic, NamedTuple, Self, TypeVar

import equinox as eqx
import treeops
import equinox
import jax
from equinox import tree_at, tree_at as surgery
from jax import Array

from models import Deep, Head, L, Marked, Model, Wrapper

T = TypeVar("T")


def plain(m: Model, x: Array, a: Any) -> None:
    reveal_type(eqx.tree_at(lambda m: m.head.weight, m, x))  # N: Revealed type is "models.Model"
    reveal_type(equinox.tree_at(lambda m: m.head.weight, m, x))  # N: Revealed type is "models.Model"
    reveal_type(tree_at(lambda m: m.head.weight, m, x))  # N: Revealed type is "models.Model"
    reveal_type(surgery(lambda m: m.head.weight, m, x))  # N: Revealed type is "models.Model"
    # N: Revealed type is "models.Model"
    reveal_type(eqx.tree_at(where=lambda m: m.head.weight, pytree=m, replace_fn=lambda w: w * 2))
    reveal_type(eqx.tree_at(lambda m: m.head.weight, a, x))  # N: Revealed type is "Any"
    # N: Revealed type is "models.Model"
    # N: Revealed type is "models.Head"
    reveal_type(eqx.tree_at(lambda m: reveal_type(m.head).weight, m, x))
    reveal_type(eqx.tree_at(lambda t: t[1], (1, "a"), 2))  # N: Revealed type is "tuple[int, str]"
    reveal_type(eqx.tree_at(lambda t: t["a"], {"a": 1}, 2))  # N: Revealed type is "dict[str, int]"
    reveal_type(eqx.tree_at(lambda t: t, [], 2))  # N: Revealed type is "Any"


def nested(m: Model, x: Array) -> None:
    reveal_type(eqx.tree_at(  # N: Revealed type is "models.Model"
        lambda m: m.head,
        eqx.tree_at(lambda m: m.maybe, m, None),
        eqx.tree_at(lambda h: h.weight, m.head, x),
    ))
    # N: Revealed type is "list[models.Head]"
    reveal_type([eqx.tree_at(lambda h: h.weight, head, x) for head in m.heads])


def optional(m: Model | None, either: Head | eqx.nn.Linear, x: Array) -> None:
    reveal_type(eqx.tree_at(lambda m: m.head.weight, m, x))  # N: Revealed type is "models.Model | None"
    # N: Revealed type is "models.Head | equinox.nn._linear.Linear"
    reveal_type(eqx.tree_at(lambda t: t.weight, either, x))


def generic(tree: T, module: L, w: Wrapper[Head], x: Array) -> T:
    reveal_type(eqx.tree_at(lambda t: t.weight, tree, x))  # N: Revealed type is "T"
    reveal_type(eqx.tree_at(lambda t: t.weight, module, x))  # N: Revealed type is "L"
    reveal_type(eqx.tree_at(lambda t: t.inner.weight, w, x))  # N: Revealed type is "models.Wrapper[models.Head]"
    eqx.tree_at(lambda t: t.inner.wieght, w, x)  # E: "Head" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    return eqx.tree_at(lambda t: t, tree, x)


class Chain(eqx.Module):
    weight: Array
    size: int = eqx.field(static=True)

    def reset(self, x: Array) -> Self:
        reveal_type(eqx.tree_at(lambda c: c.weight, self, x))  # N: Revealed type is "Self"
        # E: `c.size` is not part of the tree: `size` is a static field of `Chain`; make the object anew to change it  [tree-at]
        eqx.tree_at(lambda c: c.size, self, x)
        # E: "Chain" has no attribute "weihgt"; maybe "weight"?  [attr-defined]
        return eqx.tree_at(lambda c: c.weihgt, self, x)

    def other(self, x: Array) -> Chain:
        # E: Incompatible types in assignment (expression has type "Chain", variable has type "Head")  [assignment]
        wrong: Head = eqx.tree_at(lambda c: c.weight, self, x)
        return eqx.tree_at(lambda c: c.weight, self, x)


def contexts(m: Model, x: Array) -> eqx.Module:
    widened: list[float] = eqx.tree_at(lambda t: t[0], [1, 2], 0.5)
    base: eqx.Module = eqx.tree_at(lambda m: m.head, m, x)
    # What is made in the call is what its target declares, a union too.
    maybe: list[float] | None = eqx.tree_at(lambda t: t[0], [1, 2], 0.5)
    either: dict[str, object] | int = eqx.nn.inference_mode({"a": m})
    optional: Wrapper[eqx.Module] | None = eqx.tree_at(lambda w: w.inner, Wrapper(m), x)
    # E: List item 0 has incompatible type "int"; expected "str"  [list-item]
    strings: list[str] | None = eqx.filter([1], eqx.is_array)
    # E: Incompatible types in assignment (expression has type "Model", variable has type "int")  [assignment]
    wrong: int = eqx.tree_at(lambda m: m.head, m, x)
    eqx.tree_at(lambda m: m.head, m, x).haed  # E: "Model" has no attribute "haed"  [attr-defined]
    return eqx.tree_at(lambda m: m.head, m, x)


def friends(m: Model, maybe: Head | None, either: Head | Model, module: L, a: Any) -> None:
    reveal_type(eqx.nn.inference_mode(m))  # N: Revealed type is "models.Model"
    reveal_type(eqx.nn.inference_mode(pytree=m, value=False))  # N: Revealed type is "models.Model"
    reveal_type(eqx.tree_inference(m, value=True))  # N: Revealed type is "models.Model"
    reveal_type(eqx.apply_updates(m, a))  # N: Revealed type is "models.Model"
    reveal_type(eqx.apply_updates(a, m))  # N: Revealed type is "Any"
    reveal_type(eqx.nn.inference_mode([]))  # N: Revealed type is "Any"
    reveal_type(eqx.filter(m, eqx.is_array))  # N: Revealed type is "models.Model"
    # N: Revealed type is "models.Head | None"
    reveal_type(eqx.filter(pytree=maybe, filter_spec=eqx.is_array, inverse=True))
    reveal_type(eqx.filter(either, eqx.is_array))  # N: Revealed type is "models.Head | models.Model"
    reveal_type(eqx.filter(module, eqx.is_array))  # N: Revealed type is "L"
    reveal_type(eqx.filter(a, eqx.is_array))  # N: Revealed type is "Any"
    reveal_type(eqx.partition(m, eqx.is_array))  # N: Revealed type is "tuple[models.Model, models.Model]"
    reveal_type(eqx.partition(a, eqx.is_array))  # N: Revealed type is "tuple[Any, Any]"
    params, static = eqx.partition(m, eqx.is_array)
    reveal_type(eqx.combine(params, static))  # N: Revealed type is "models.Model"
    reveal_type(eqx.combine(params, a))  # N: Revealed type is "Any"
    reveal_type(eqx.tree_equal(m, m))  # N: Revealed type is "bool | jax._src.basearray.Array"
    eqx.filter(m, eqx.is_array).haed  # E: "Model" has no attribute "haed"  [attr-defined]
    eqx.filter(m)  # E: Missing positional argument "filter_spec" in call to "filter"  [call-arg]
    eqx.partition(*a)


def parts(deep: Deep) -> None:
    one, other = eqx.partition([deep], eqx.is_array)
    reveal_type(one)  # N: Revealed type is "list[models.Deep]"
    # Each part is what its own variable is declared as, and the other one is not.
    heads: list[Head]
    heads, rest = eqx.partition([deep], eqx.is_array)
    reveal_type(rest)  # N: Revealed type is "list[models.Deep]"
    both: tuple[list[Head], list[Head | None]] = eqx.partition([deep], eqx.is_array)
    maybe: tuple[list[Head], list[Head]] | None = eqx.partition([deep], eqx.is_array)
    each: tuple[list[Head], ...] = eqx.partition([deep], eqx.is_array)
    # E: Incompatible types in assignment (expression has type "dict[str, Deep]", variable has type "list[Head]")  [assignment]
    heads, others = eqx.partition({"a": deep}, eqx.is_array)
    heads, last = treeops.partition([deep], treeops.is_array)
    reveal_type(last)  # N: Revealed type is "list[models.Deep]"


def masks(m: Model, maybe: Head | None, either: Head | Model, module: L, tree: T, a: Any, x: Array) -> None:
    reveal_type(jax.tree.map(lambda _: False, m))  # N: Revealed type is "models.Model"
    reveal_type(jax.tree_util.tree_map(lambda _: True, m))  # N: Revealed type is "models.Model"
    reveal_type(jax.tree.map(eqx.is_array, m))  # N: Revealed type is "models.Model"
    reveal_type(jax.tree.map(lambda x: x is None, m))  # N: Revealed type is "models.Model"
    reveal_type(jax.tree.map(lambda _: False, maybe))  # N: Revealed type is "models.Head | None"
    reveal_type(jax.tree.map(lambda _: False, either))  # N: Revealed type is "models.Head | models.Model"
    reveal_type(jax.tree.map(lambda _: False, module))  # N: Revealed type is "L"
    reveal_type(jax.tree.map(lambda _: False, m.heads))  # N: Revealed type is "list[models.Head]"
    reveal_type(jax.tree.map(lambda _: False, m.params))  # N: Revealed type is "dict[str, bool]"
    # N: Revealed type is "tuple[models.Model, bool, bool, bool, None]"
    reveal_type(jax.tree.map(lambda _: False, (m, x, 1.0, "a", None)))
    # N: Revealed type is "tuple[jax._src.basearray.Array, jax._src.basearray.Array, fallback=tree_at_types.Both]"
    reveal_type(jax.tree.map(lambda _: False, Both(x, x)))
    reveal_type(jax.tree.map(lambda _: False, Marked(x, "a")))  # N: Revealed type is "models.Marked"
    reveal_type(jax.tree.map(lambda _: False, x))  # N: Revealed type is "bool"
    mask = jax.tree.map(lambda _: False, m)
    reveal_type(eqx.tree_at(lambda m: m.head.weight, mask, True))  # N: Revealed type is "models.Model"
    # E: "Model" has no attribute "haed"; maybe "head" or "heads"?  [attr-defined]
    eqx.tree_at(lambda m: m.haed.weight, mask, True)
    # E: `m.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.head.size, mask, True)
    spec: Any = jax.tree.map(lambda _: False, m)
    some: eqx.Module = jax.tree.map(lambda _: False, m)


def no_masks(m: Model, tree: T, a: Any, x: Array, plain: list[T]) -> None:
    reveal_type(jax.tree.map(lambda x: x, m))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: None, m))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, a))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, tree))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, plain))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, (m, a)))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, m, is_leaf=eqx.is_array))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, *a))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _, __: False, m, m))  # N: Revealed type is "models.Model"


class Both(NamedTuple):
    left: Array
    right: Array


class Stack(eqx.Module, Generic[L]):
    first: L
    rest: list[L]

    def grown(self, x: Array) -> Self:
        # N: Revealed type is "Self"
        # N: Revealed type is "L"
        reveal_type(eqx.tree_at(lambda s: reveal_type(s.first), self, x))
        eqx.tree_at(lambda s: s.frist, self, x)  # E: "Stack[L]" has no attribute "frist"; maybe "first"?  [attr-defined]
        return eqx.tree_at(lambda s: s.rest[0], self, x)

    @classmethod
    def made(cls, first: L) -> Self:
        return eqx.tree_at(lambda s: s.rest[0], cls(first, [first]), first)


B = TypeVar("B", bound="Head | Model")
C = TypeVar("C", Head, Deep)


def more_generic(s: Stack[Head], w: Wrapper[Stack[Head]], b: B, m: Model | Stack[Head] | None, x: Array) -> B:
    # N: Revealed type is "tree_at_types.Stack[models.Head]"
    # N: Revealed type is "jax._src.basearray.Array"
    reveal_type(eqx.tree_at(lambda s: reveal_type(s.first.weight), s, x))
    # N: Revealed type is "models.Wrapper[tree_at_types.Stack[models.Head]]"
    # N: Revealed type is "jax._src.basearray.Array"
    reveal_type(eqx.tree_at(lambda w: reveal_type(w.inner.rest[0].weight), w, x))
    # E: "Head" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda w: w.inner.rest[0].wieght, w, x)
    # N: Revealed type is "models.Model | tree_at_types.Stack[models.Head] | None"
    reveal_type(eqx.tree_at(lambda m: m.head, m, x))
    return eqx.tree_at(lambda b: b.head, b, x)


def constrained(c: C, x: Array) -> C:
    # E: "Head" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    # E: "Deep" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda c: c.wieght, c, x)
    return eqx.tree_at(lambda c: c.weight, c, x)


def unchecked(m, x):
    eqx.tree_at(lambda m: (m.a, m.a), Model(1), 3)
    return eqx.tree_at(lambda m: m.head, m)


REPLACED = eqx.tree_at(lambda t: t[0], (1, 2), 5)
reveal_type(REPLACED)  # N: Revealed type is "tuple[int, int]"


def joined(m: Model, o: object, pair: tuple[Model, object], x: Array) -> None:
    # mypy takes these for lists of objects, of something hashable, of modules.
    reveal_type(eqx.tree_at(lambda t: t[1][1]["a"], [1, [2, {"a": 3}]], 5)[1][0])  # N: Revealed type is "Any"
    reveal_type(eqx.filter([m, [m, 1]], eqx.is_array)[1][0])  # N: Revealed type is "Any"
    reveal_type(eqx.partition({"a": m, "b": 1}, eqx.is_array)[0]["a"].head)  # N: Revealed type is "Any"
    reveal_type(eqx.tree_at(lambda t: t.weight, o, x))  # N: Revealed type is "Any"
    reveal_type(eqx.tree_at(lambda t: t[1].weight, pair, x))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, [m, [m, 1]]))  # N: Revealed type is "Any"
    reveal_type(eqx.nn.inference_mode([m, m.head])[0].head)  # N: Revealed type is "Any"
    reveal_type(eqx.filter([m, m], eqx.is_array))  # N: Revealed type is "list[models.Model]"
