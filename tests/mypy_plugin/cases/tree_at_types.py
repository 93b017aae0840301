# ruff: noqa
# fmt: off
"""The type of what `tree_at` and its friends return is the tree's."""
from __future__ import annotations

from typing import Any, Self, TypeVar

import equinox as eqx
import equinox
from equinox import tree_at, tree_at as surgery
from jax import Array

from models import Head, L, Model, Wrapper

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
    # N: Revealed type is "tuple[Literal[1]?, Literal['a']?]"
    reveal_type(eqx.tree_at(lambda t: t[1], (1, "a"), 2))
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
    # N: Revealed type is "models.Wrapper[models.Head]"
    reveal_type(eqx.tree_at(lambda t: t.inner.weight, w, x))
    # E: "Head" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    eqx.tree_at(lambda t: t.inner.wieght, w, x)
    return eqx.tree_at(lambda t: t, tree, x)


class Chain(eqx.Module):
    weight: Array
    size: int = eqx.field(static=True)

    def reset(self, x: Array) -> Self:
        reveal_type(eqx.tree_at(lambda c: c.weight, self, x))  # N: Revealed type is "Self"
        # E: `c.size` is not part of the tree: `size` is a static field of `Chain`; make the object anew to change it  [tree-at]
        eqx.tree_at(lambda c: c.size, self, x)
        return eqx.tree_at(lambda c: c.weihgt, self, x)  # E: "Self" has no attribute "weihgt"  [attr-defined]

    def other(self, x: Array) -> Chain:
        # E: Incompatible types in assignment (expression has type "Chain", variable has type "Head")  [assignment]
        wrong: Head = eqx.tree_at(lambda c: c.weight, self, x)
        return eqx.tree_at(lambda c: c.weight, self, x)


def contexts(m: Model, x: Array) -> eqx.Module:
    widened: list[float] = eqx.tree_at(lambda t: t[0], [1, 2], 0.5)
    base: eqx.Module = eqx.tree_at(lambda m: m.head, m, x)
    # E: Incompatible types in assignment (expression has type "Model", variable has type "int")  [assignment]
    wrong: int = eqx.tree_at(lambda m: m.head, m, x)
    eqx.tree_at(lambda m: m.head, m, x).haed  # E: "Model" has no attribute "haed"  [attr-defined]
    return eqx.tree_at(lambda m: m.head, m, x)


def friends(m: Model, a: Any) -> None:
    reveal_type(eqx.nn.inference_mode(m))  # N: Revealed type is "models.Model"
    reveal_type(eqx.nn.inference_mode(pytree=m, value=False))  # N: Revealed type is "models.Model"
    reveal_type(eqx.tree_inference(m, value=True))  # N: Revealed type is "models.Model"
    reveal_type(eqx.apply_updates(m, a))  # N: Revealed type is "models.Model"
    reveal_type(eqx.apply_updates(a, m))  # N: Revealed type is "Any"
    reveal_type(eqx.nn.inference_mode([]))  # N: Revealed type is "Any"


def unchecked(m, x):
    eqx.tree_at(lambda m: (m.a, m.a), Model(1), 3)
    return eqx.tree_at(lambda m: m.head, m)


REPLACED = eqx.tree_at(lambda t: t[0], (1, 2), 5)
reveal_type(REPLACED)  # N: Revealed type is "tuple[int, int]"
