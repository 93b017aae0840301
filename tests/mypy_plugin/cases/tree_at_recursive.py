# ruff: noqa
# fmt: off
# mypy: enable-error-code="tree-at-type"
"""Trees whose types are made of themselves, at once or by way of a union."""
from __future__ import annotations

from typing import NamedTuple, TypeAlias, TypeVar, Union

import equinox as eqx
import jax
from jax import Array

from models import Head

T = TypeVar("T")
Lists: TypeAlias = "list[Lists] | Array"
Dicts: TypeAlias = "dict[str, Dicts | Array]"
Pairs: TypeAlias = "tuple[Pairs, Pairs] | Array"
Of = Union[list["Of[T]"], T]


class Chain(NamedTuple):
    value: Array
    rest: Chain | None


class Forest(eqx.Module):
    lists: Lists
    dicts: Dicts
    pairs: Pairs
    heads: Of[Head]
    chain: Chain
    forests: list[Forest]

    def __call__(self, x: Array) -> Array:
        return x


def results(lists: Lists, dicts: Dicts, heads: Of[Head], chain: Chain, x: Array) -> None:
    # N: Revealed type is "list[list[...] | jax._src.basearray.Array] | jax._src.basearray.Array"
    reveal_type(eqx.tree_at(lambda t: t[0], lists, x))
    # N: Revealed type is "dict[str, dict[str, ... | jax._src.basearray.Array] | jax._src.basearray.Array]"
    reveal_type(eqx.filter(dicts, eqx.is_array))
    # N: Revealed type is "list[list[...] | models.Head] | models.Head"
    reveal_type(eqx.tree_at(lambda t: t[0].weight, heads, x))
    # E: "Chain" has no attribute "valeu"; maybe "value"?  [attr-defined]
    eqx.tree_at(lambda c: c.valeu, chain, x)
    # What is a mask of them has no name.
    reveal_type(jax.tree.map(lambda _: False, lists))  # N: Revealed type is "Any"
    reveal_type(jax.tree.map(lambda _: False, [dicts]))  # N: Revealed type is "Any"


def types(f: Forest, lists: Lists, dicts: Dicts, pairs: Pairs, x: Array) -> None:
    eqx.tree_at(lambda f: f.lists, f, lists)
    eqx.tree_at(lambda f: f.lists, f, [lists, x, [[x], 1.0]])
    eqx.tree_at(lambda f: f.dicts, f, dicts)
    eqx.tree_at(lambda f: f.dicts, f, {"a": {"b": x}, "c": 2})
    eqx.tree_at(lambda f: f.dicts["a"], f, {"a": {"b": x}})
    eqx.tree_at(lambda f: (f.pairs, f.lists), f, (pairs, lists))
    # E: `f.dicts` is of type `Dicts`, and what takes its place is of type `dict[str, dict[str, str]]`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda f: f.dicts, f, {"a": {"b": "c"}})
    # E: `f.lists` is of type `list[Lists] | Array`, and what takes its place is of type `Pairs`; give what the field is annotated with, or widen the annotation  [tree-at-type]
    eqx.tree_at(lambda f: f.lists, f, replace_fn=lambda _: pairs)


class Bare(eqx.Module):
    bares: list[Bare]
    dicts: Dicts

    def __call__(self, x: Array) -> Array:
        return x


def hidden(f: Forest, b: Bare) -> None:
    # E: `jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of them; use `equinox.Partial` or `treeops.Partial` over the module itself  [partial]
    stored = [jax.tree_util.Partial(f)]
    others = [jax.tree_util.Partial(b)]
