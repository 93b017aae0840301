# ruff: noqa
# fmt: off
"""Selectors for another tree, and calls of methods that these do not take."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, TypeVar

import equinox as eqx
import treeops
from jax import Array

from models import HasWeight, Head, Late, Model, Wrapper, weight_of

T = TypeVar("T")
L = TypeVar("L", bound=Late)


def of_late(late: Late) -> Array:
    return late.value


def of_late_or_none(late: Late | None) -> Any: ...
def of_bound(late: L) -> Any: ...
def of_list(several: list[Late]) -> Any: ...


def others(h: Head, maybe: Head | None, several: list[Head], late: Late) -> None:
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[Late], Array]"; expected "Callable[[Head], Any]"  [arg-type]
    eqx.tree_at(of_late, h, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[Late], Array]"; expected "Callable[[Head], Any]"  [arg-type]
    treeops.tree_at(of_late, h, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[Late], Array]"; expected "Callable[[Head | None], Any]"  [arg-type]
    eqx.tree_at(of_late, maybe, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[Late | None], Any]"; expected "Callable[[Head], Any]"  [arg-type]
    eqx.tree_at(of_late_or_none, h, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[L], Any]"; expected "Callable[[Head], Any]"  [arg-type]
    eqx.tree_at(of_bound, h, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[list[Late]], Any]"; expected "Callable[[list[Head]], Any]"  [arg-type]
    eqx.tree_at(of_list, several, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[Head], Array]"; expected "Callable[[Late], Any]"  [arg-type]
    eqx.tree_at(weight_of, late, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[Late], Array]"; expected "Callable[[Head], Any]"  [arg-type]
    eqx.tree_at(of_late if maybe else of_late, h, 1)
    # E: Argument 1 to "tree_at" has incompatible type "Callable[[Late], Array]"; expected "Callable[[Head], Any]"  [arg-type]
    treeops.tree_at(treeops.Partial(of_late), h, 1)
    eqx.tree_at(of_late, h, 1)  # type: ignore[arg-type]


def of_anything(tree): ...
def of_any(tree: Any) -> Any: ...
def of_object(tree: object) -> Any: ...
def of_type_variable(tree: T) -> Any: ...
def of_module(tree: eqx.Module) -> Any: ...
def of_protocol(tree: HasWeight) -> Any: ...
def of_sequence(tree: Sequence[Head]) -> Any: ...
def of_union(tree: Head | Late) -> Any: ...
def of_wrapper(tree: Wrapper[Any]) -> Any: ...


def quiet(
    h: Head, either: Late | Head, base: eqx.Module, any_: Any, w: Wrapper[Head], tree: T,
    declared: Callable[..., Any], late: Late, function: Callable[[int], int],
) -> None:
    for selector in (of_anything, of_any, of_object, of_module, of_protocol, of_union):
        eqx.tree_at(selector, h, 1)
    eqx.tree_at(of_type_variable, h, 1)
    eqx.tree_at(of_protocol, late, 1)
    eqx.tree_at(of_sequence, late, 1)
    eqx.tree_at((lambda t: t.weight) if any_ else (lambda t: t.bias), h, 1)
    eqx.tree_at(eqx.Partial(lambda t: t.weight), h, 1)
    eqx.tree_at(of_late, either, 1)
    eqx.tree_at(of_late, any_, 1)
    eqx.tree_at(of_late, tree, 1)
    eqx.tree_at(of_late, function, 1)
    eqx.tree_at(weight_of, base, 1)
    eqx.tree_at(of_wrapper, w, 1)
    eqx.tree_at(of_list, [], 1)
    eqx.tree_at(declared, h, 1)


def methods(m: Model) -> None:
    # E: Argument 1 to "part" of "Head" has incompatible type "str"; expected "int"  [arg-type]
    eqx.tree_at(lambda m: m.head.part("a"), m, 1)
    # E: Argument 1 to "part" of "Head" has incompatible type "str"; expected "int"  [arg-type]
    treeops.tree_at(lambda m: m.head.part("a"), m, 1)
    # E: Missing positional argument "i" in call to "part" of "Head"  [call-arg]
    eqx.tree_at(lambda m: m.head.part(), m, 1)
    # E: Missing positional argument "i" in call to "part" of "Head"  [call-arg]
    treeops.tree_at(lambda m: m.head.part(), m, 1)
    # E: Too many arguments for "part" of "Head"  [call-arg]
    eqx.tree_at(lambda m: m.head.part(1, None, 3), m, 1)
    # E: Unexpected keyword argument "j" for "part" of "Head"  [call-arg]
    eqx.tree_at(lambda m: [h.part(1, j=2) for h in m.heads], m, [1])
    # E: Argument 1 to "part" of "Head" has incompatible type "str"; expected "int"  [arg-type]
    eqx.tree_at(lambda m: m.maybe.part("a"), m, 1)
    # E: No overload variant of "get" of "dict" matches argument type "int"  [call-overload]
    eqx.tree_at(lambda m: m.params.get(3), m, 1)
    eqx.tree_at(lambda m: m.head.part(0, m.head), m, 1)
    eqx.tree_at(lambda m: m.head.part(0, m.maybe), m, 1)
    eqx.tree_at(lambda m: m.head.part(0, m.either), m, 1)
    eqx.tree_at(lambda m: m.head.part(0, m.module), m, 1)
    eqx.tree_at(lambda m: m.module.part("a"), m, 1)
    eqx.tree_at(lambda m: m.either.part("a"), m, 1)
    eqx.tree_at(lambda m: m.anything.part("a"), m, 1)


def not_at_all(m: Model, maybe: Head | None, either: Head | Late, f: Callable[[Head], Any]) -> None:
    eqx.tree_at(lambda m: m.head[0], m, 1)  # E: Value of type "Head" is not indexable  [index]
    treeops.tree_at(lambda m: m.head[0], m, 1)  # E: Value of type "Head" is not indexable  [index]
    eqx.tree_at(lambda m: m.head(), m, 1)  # E: "Head" not callable  [operator]
    treeops.tree_at(lambda m: m.head(), m, 1)  # E: "Head" not callable  [operator]
    eqx.tree_at(lambda m: m.module[0], m, 1)
    eqx.tree_at(lambda m: m.module(), m, 1)
    eqx.tree_at(lambda m: f(m.head), m, 1)
