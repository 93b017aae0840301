# ruff: noqa
# fmt: off
"""Fields that no node has are reported; what a type only leaves open is not."""
from __future__ import annotations

import dataclasses
import functools
from typing import Any, Callable, NamedTuple, TypedDict

import equinox as eqx
import jax
from jax import Array

from models import Deep, HasWeight, Head, Late, Listed, Marked, Model, Wrapper


def typos(m: Model, x: Array) -> None:
    # E: "Linear" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda m: m.layers[-1].wieght, m, x)
    # E: "Model" has no attribute "haed"; maybe "head" or "heads"?  [attr-defined]
    eqx.tree_at(lambda m: m.haed.weight, m, x)
    # E: "Linear" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda m: [l.wieght for l in m.layers], m, replace_fn=lambda w: w)
    # E: "Head" has no attribute "bais"; maybe "bias"?  [attr-defined]
    eqx.tree_at(lambda m: (m.head.weight, m.head.bais), m, (x, x))
    # E: Item "Head" of "Head | None" has no attribute "wieght"; maybe "weight"?  [union-attr]
    eqx.tree_at(lambda m: m.maybe.wieght, m, x)
    # E: Item "Head" of "Head | Linear" has no attribute "wieght"; maybe "weight"?  [union-attr]
    # E: Item "Linear" of "Head | Linear" has no attribute "wieght"; maybe "weight"?  [union-attr]
    eqx.tree_at(lambda m: m.either.wieght, m, x)
    eqx.tree_at(lambda m: m.pair[2].weight, m, x)  # E: Tuple index out of range  [misc]
    # E: No overload variant of "__getitem__" of "list" matches argument type "str"  [call-overload]
    eqx.tree_at(lambda m: m.heads["a"].weight, m, x)
    # E: "tuple[Linear, ...]" has no attribute "weight"  [attr-defined]
    eqx.tree_at(lambda m: m.layers.weight, m, x)
    # E: "Linear" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda m, i=0: m.layers[i].wieght, m, x)
    eqx.tree_at(lambda m: m.head.wieght, m, x)  # type: ignore[attr-defined]


class Rated(eqx.Module):
    rate: float


def open_types(m: Model, x: Array, h: HasWeight, object_: object, a: Any, f: Callable[[int], int], first: tuple[Model, *tuple[Head, ...]]) -> None:
    eqx.tree_at(lambda m: m.maybe.weight, m, x)
    eqx.tree_at(lambda m: m.maybe.bias, m, x, is_leaf=lambda n: n is None)
    eqx.tree_at(lambda m: m.either.weight, m, x)
    eqx.tree_at(lambda m: m.either.in_features, m, x)
    eqx.tree_at(lambda m: m.module.weight, m, x)
    eqx.tree_at(lambda m: m.module.layers[0].weight, m, x)
    eqx.tree_at(lambda m: m.function.weight, m, x)
    eqx.tree_at(lambda m: m.anything.goes, m, x)
    eqx.tree_at(lambda m: m.params["a"], m, x)
    eqx.tree_at(lambda m: m.head.child, m, x)
    eqx.tree_at(lambda t: t[1].weight, first, x)
    # A wrapper may stand where the array or the number was.
    eqx.tree_at(lambda m: m.head.weight.wrapped, m, x)
    eqx.tree_at(lambda m: (m.head.bias.args[0], m.head.weight.args["a"]), m, (x, x))
    eqx.tree_at(lambda m: m.rate.wrapped, Rated(1.0), x)
    eqx.tree_at(lambda m: h.weight, m, x)
    eqx.tree_at(lambda h: h.other, h, x)
    eqx.tree_at(lambda o: o.weight[0], object_, x)
    eqx.tree_at(lambda f: f.weight, f, x)
    eqx.tree_at(lambda t: t[1][1]["a"], [1, [2, {"a": 3, "b": 4}]], 5)
    eqx.tree_at(lambda t: t.a.b[0], a, 5)
    eqx.tree_at(lambda t: t[0].weight, [a, 1], 5)
    eqx.tree_at(lambda p: p.args[0], eqx.Partial(max, 1), 5)
    eqx.tree_at(lambda m: jax.tree.leaves(m, is_leaf=lambda n: isinstance(n, Head)), m, (x,))


def static(m: Model, deep: Deep, w: Wrapper[Model], mlp: eqx.nn.MLP, x: Array) -> None:
    # E: `m.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.head.size, m, 3)
    # E: `m.activation` is not part of the tree: `activation` is a static field of `Model`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.activation, m, x)
    # E: `m.name` is not part of the tree: `name` is a static field of `Model`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.name, m, "n")
    # E: `d.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda d: d.size, deep, 3)
    # E: `w.depth` is not part of the tree: `depth` is a static field of `Wrapper`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda w: (w.inner.head, w.depth), w, (x, 2))
    # E: `m.layers[0].use_bias` is not part of the tree: `use_bias` is a static field of `Linear`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.layers[0].use_bias, m, False)
    # E: `l.in_features` is not part of the tree: `in_features` is a static field of `Linear`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: [l.in_features for l in m.layers], m, [1])
    # E: `m.activation.weight` is not part of the tree: `activation` is a static field of `Model`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.activation.weight, m, x)
    # E: `m.maybe.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.maybe.size, m, 3)
    # E: `m.layers[-1].out_features` is not part of the tree: `out_features` is a static field of `Linear`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.layers[-1].out_features, mlp, 3)
    # E: `m.depth` is not part of the tree: `depth` is a static field of `MLP`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda m: m.depth, mlp, 3)
    eqx.tree_at(lambda m: m.head.size, m, 3)  # type: ignore[tree-at]


def static_is_fine_in_conditions(m: Model, x: Array) -> None:
    eqx.tree_at(lambda m: [l.weight for l in m.layers if l.use_bias], m, replace_fn=lambda w: w)
    eqx.tree_at(lambda m: m.layers[m.head.size].weight, m, x)
    eqx.tree_at(lambda m: m.either.size, m, x)


@dataclasses.dataclass
class Plainly:
    tag: str


def registered(marked: Marked, listed: Listed, late: Late, x: Array) -> None:
    eqx.tree_at(lambda t: t.value, marked, x)
    # E: `t.tag` is not part of the tree: `tag` is a static field of `Marked`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda t: t.tag, marked, "a")
    # E: `t.note` is not part of the tree: `note` is a static field of `Marked`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda t: t.note, marked, "a")
    eqx.tree_at(lambda t: t.value, listed, x)
    # E: `t.tag` is not part of the tree: `tag` is a static field of `Listed`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda t: t.tag, listed, "a")
    # E: `t.tag` is not part of the tree: `tag` is a static field of `Late`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda t: t.tag, late, "a")
    # E: "Late" has no attribute "vaule"; maybe "value"?  [attr-defined]
    eqx.tree_at(lambda t: t.vaule, late, x)


@functools.partial(jax.tree_util.register_dataclass, data_fields=["value"], meta_fields=["tag"])
@dataclasses.dataclass
class Inheriting(Plainly):
    more: Array


def inherited(t: Inheriting, x: Array) -> None:
    # E: `t.tag` is not part of the tree: `tag` is a static field of `Inheriting`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda t: t.tag, t, "a")


class Pair(NamedTuple):
    a: Array
    b: Array


class Options(TypedDict):
    a: Array


@functools.partial(dataclasses.dataclass, frozen=True)
class Plain:
    a: Array
    b: dict[str, Any] = dataclasses.field(default_factory=dict, metadata={"other": True})


def other_containers(pair: Pair, options: Options, plain: Plain, x: Array) -> None:
    eqx.tree_at(lambda t: t.a, pair, x)
    eqx.tree_at(lambda t: t.c, pair, x)  # E: "Pair" has no attribute "c"  [attr-defined]
    eqx.tree_at(lambda t: t[5], pair, x)  # E: Tuple index out of range  [misc]
    eqx.tree_at(lambda t: t["a"], options, x)
    eqx.tree_at(lambda t: t["b"], options, x)  # E: TypedDict "Options" has no key "b"  [typeddict-item]
    eqx.tree_at(lambda t: t.b, plain, x)
    eqx.tree_at(lambda t: t.c, plain, x)  # E: "Plain" has no attribute "c"  [attr-defined]


class Early(eqx.Module):
    later: "Later"

    def reset(self, x: Array) -> "Early":
        # E: `t.later.size` is not part of the tree: `size` is a static field of `Later`; make the object anew to change it  [tree-at]
        return eqx.tree_at(lambda t: t.later.size, self, x)


class Later(eqx.Module):
    weight: Array
    size: int = eqx.field(static=True)


def local(x: Array) -> None:
    class Inner(eqx.Module):
        weight: Array
        size: int = eqx.field(static=True)

    # E: `t.size` is not part of the tree: `size` is a static field of `Inner`; make the object anew to change it  [tree-at]
    eqx.tree_at(lambda t: t.size, Inner(x, 3), 2)


async def coroutine(m: Model, x: Array) -> Model:
    # E: "Model" has no attribute "haed"; maybe "head" or "heads"?  [attr-defined]
    return eqx.tree_at(lambda m: eqx.tree_at(lambda k: k.haed, m, 2).head, m, x)


def loops(m: Model, x: Array, steps: list[int]) -> list[Model]:
    for _ in steps:
        m = eqx.tree_at(lambda m: m.head.weight, m, m.head.weight + 1)
    # E: "Linear" has no attribute "bais"; maybe "bias"?  [attr-defined]
    return [eqx.tree_at(lambda m, i=i: m.layers[i].bais, m, x) for i in steps]
