# ruff: noqa
# fmt: off
"""Selectors that stand under a name: functions, lambdas, methods, partials."""
from __future__ import annotations

import functools
from typing import Any, Callable, ContextManager

import equinox as eqx

import treeops
from jax import Array

import models
from models import Head, Model, Wrapper, size_of

def untyped(t):
    "The size, which is no node."
    # E: "Model" has no attribute "haed"; maybe "head" or "heads"?  [attr-defined]
    # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    return t.haed, t.head.size

# E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
def untyped_size(t): return t.head.size

def typed(m: Model) -> Any:
    # E: `m.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    return m.head.size

def item(i, t):
    # E: `t.layers[i].in_features` is not part of the tree: `in_features` is a static field of `Linear`; make the object anew to change it  [tree-at]
    return t.layers[i].in_features

def with_default(t, i=0):
    return t.layers[i].bais  # E: "Linear" has no attribute "bais"; maybe "bias"?  [attr-defined]

def several(t: Model) -> Any:
    first = t.head
    # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    return first.weight, t.head.size

# E: "Model" has no attribute "haed"; maybe "head" or "heads"?  [attr-defined]
# E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
at_top = lambda t: (t.haed, t.head.size)
# E: `t.head` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
twice = lambda t: (t.head, t.head)
again = at_top
bound = functools.partial(item, 0)

def functions(m: Model, w: Wrapper[Model], x: Array) -> None:
    eqx.tree_at(untyped, m, (x, x))
    eqx.tree_at(untyped_size, m, x)
    eqx.tree_at(typed, m, x)
    eqx.tree_at(several, m, (x, x))
    eqx.tree_at(below, m, x)
    eqx.tree_at(with_default, m, x)
    eqx.tree_at(where=untyped_size, pytree=m, replace=x)

# E: Item "Head" of "Head | None" has no attribute "sizes"; maybe "size"?  [union-attr]
def below(t): return t.maybe.sizes

def lambdas(m: Model, x: Array) -> None:
    eqx.tree_at(at_top, m, (x, x))
    # E: `where` selects 2 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
    eqx.tree_at(again, m, (x,))
    eqx.tree_at(twice, m, (x, x))
    # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    here = lambda t: t.head.size
    eqx.tree_at(here, m, x)
    # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    treeops.tree_at(where := lambda t: t.head.size, m, x)
    def inside() -> Model:
        return eqx.tree_at(here, m, 3)

class Surgeon(eqx.Module):
    index: int = eqx.field(static=True)

    def head(self, t: Model) -> Any:
        # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
        return t.head.size

    def layer(self, t):
        # E: `t.layers[self.index].in_features` is not part of the tree: `in_features` is a static field of `Linear`; make the object anew to change it  [tree-at]
        return t.layers[self.index].in_features

    @staticmethod
    def static(t: Model) -> Any:
        # E: `t.head` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
        return t.head, t.head

    @classmethod
    def of_class(cls, t):
        # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
        return t.head.size

    def nested(self, m: Model, x: Array) -> None:
        def size(t):
            # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
            return t.head.size

        def field(t):
            return t.haed  # E: "Model" has no attribute "haed"; maybe "head" or "heads"?  [attr-defined]

        eqx.tree_at(size, m, x)
        eqx.tree_at(field, m, x)

    def node(self) -> Any:
        # E: `self.index` is not part of the tree: `index` is a static field of `Surgeon`; make the object anew to change it  [tree-at]
        return self.index

    def operate(self, m: Model, x: Array) -> None:
        eqx.tree_at(self.head, m, x)
        eqx.tree_at(self.layer, m, x)
        # E: `where` selects 2 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
        eqx.tree_at(self.static, m, (x,))
        eqx.tree_at(Surgeon.static, m, (x, x))
        eqx.tree_at(self.of_class, m, x)
        eqx.tree_at(Surgeon.of_class, m, x)
        eqx.tree_at(Surgeon.node, self, x)

def partials(m: Model, x: Array, k: int) -> None:
    eqx.tree_at(functools.partial(item, k), m, x)
    eqx.tree_at(functools.partial(item, 0), m, (x,))
    eqx.tree_at(eqx.Partial(with_default, i=1), m, x)
    eqx.tree_at(bound, m, x)
    eqx.tree_at(functools.partial(bound), m, x)
    # E: `t.head` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
    eqx.tree_at(functools.partial(lambda i, t: (t.head, t.head), 1), m, (x, x))
    # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    eqx.tree_at(functools.partial(lambda t, i: t.head.size, i=1), m, x)
    # A list of replacements for one layer.
    eqx.tree_at(functools.partial(lambda t, names: [t.layers[i] for i in names], names=[1, 2]), m, [x])

# Nothing is known of these.

changing = lambda t: (t.head, t.head)
if bool():
    changing = lambda t: (t.head, t.maybe)

shared = lambda t: (t.head, t.head)

def change() -> None:
    global shared
    shared = lambda t: (t.head, t.maybe)

if bool():
    def either(t): return t.head.size
else:
    def either(t): return t.head.weight

def manager() -> ContextManager[Any]: raise NotImplementedError
def decorate(f: Callable[..., Any]) -> Any: ...

@decorate
def decorated(t): return t.head.size

class Base(eqx.Module):
    def where(self, t): return t.head.size
    def operate(self, m: Model, x: Array) -> None:
        eqx.tree_at(self.where, m, x)

class Derived(Base):
    def where(self, t): return t.head.weight

def of_another_file(h: Head, s: models.Surgeon, x: Array) -> None:
    eqx.tree_at(size_of, h, (x, x))
    eqx.tree_at(models.size_of, h, (x, x))
    eqx.tree_at(s.where, h, x)


def quiet(m: Model, x: Array, f: Callable[[Any], Any], s: Surgeon | Base, args: list[Any], options: dict[str, Any]) -> None:
    eqx.tree_at(changing, m, (x, x))
    eqx.tree_at(shared, m, (x, x))
    eqx.tree_at(either, m, x)
    eqx.tree_at(decorated, m, x)
    eqx.tree_at(f, m, x)
    eqx.tree_at(functools.partial(item, *args), m, x)
    eqx.tree_at(functools.partial(item, **options), m, x)
    for where in (at_top, twice):
        eqx.tree_at(where, m, (x, x))
    picked = untyped
    picked = f
    eqx.tree_at(picked, m, (x, x))
    with manager() as opened:
        eqx.tree_at(opened, m, x)

def places(m: Model, x: Array) -> None:
    while x.ndim:
        # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
        turned = lambda t: t.head.size
        break
    eqx.tree_at(turned, m, x)
    match x.ndim:
        case 1:
            # E: `t.head` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
            matched = lambda t: (t.head, t.head)
    eqx.tree_at(matched, m, (x, x))
    try:
        # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
        alone = lambda t: t.head.size
    finally:
        pass
    eqx.tree_at(alone, m, x)
    with manager():
        # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
        inside = lambda t: t.head.size
    eqx.tree_at(inside, m, x)
    if x.ndim:
        # E: `t.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
        branch = lambda t: t.head.size
    eqx.tree_at(branch, m, x)

def other_places(m: Model, x: Array) -> None:
    first, second = (lambda t: t.head.size), 2
    eqx.tree_at(first, m, x)
    # E: Need type annotation for "others" (hint: "others: list[<type>] = ...")  [var-annotated]
    [one, *others] = [lambda t: t.head.size]
    eqx.tree_at(one, m, x)
    try:
        tried = lambda t: t.head.size
    except ValueError:
        tried = lambda t: t.head.weight
    eqx.tree_at(tried, m, x)
    with manager() as (opened, closed):
        eqx.tree_at(opened, m, x)
    kept = lambda t: t.head.size
    class Inside:
        def change(self) -> None:
            nonlocal kept
            kept = lambda t: t.head.weight
    eqx.tree_at(kept, m, x)
    deleted = lambda t: t.head.size
    eqx.tree_at(deleted, m, x)
    del deleted
