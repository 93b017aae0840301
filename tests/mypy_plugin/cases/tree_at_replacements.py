# ruff: noqa
# fmt: off
"""What `tree_at` is given to put there: one way, and as many as there are nodes."""
from __future__ import annotations

from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
import treeops
from jax import Array

from models import Head, Model


def both_or_neither(m: Model, x: Array, args: list[Any], options: dict[str, Any]) -> None:
    # E: nothing to replace the node with; give `replace` or `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: m.head, m)
    # E: `replace` and `replace_fn` are both given; `tree_at` takes one of them. Remove one  [tree-at]
    eqx.tree_at(lambda m: m.head, m, x, replace_fn=lambda h: h)
    # E: the fourth argument is `replace_fn`, and `replace` is given as well; remove one, or write `is_leaf=` if that was meant  [tree-at]
    eqx.tree_at(lambda m: m.head, m, x, lambda h: h is None)
    # E: nothing to replace the node with; give `replace` or `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: m.head, m, is_leaf=lambda h: h is None)
    eqx.tree_at(lambda m: m.head, m, None)
    eqx.tree_at(lambda m: m.head, m, **options)
    eqx.tree_at(lambda m: m.head, *args)
    eqx.tree_at(*args)
    eqx.tree_at(**options)
    eqx.tree_at(lambda m: m.head)  # E: Missing positional argument "pytree" in call to "tree_at"  [call-arg]
    eqx.tree_at(lambda m: m.head, m)  # type: ignore[tree-at]
    eqx.tree_at(  # E: nothing to replace the node with; give `replace` or `replace_fn`  [tree-at]
        lambda m: m.head,
        m,
    )


def counts(m: Model, x: Array, two: tuple[Array, Array], more: tuple[Array, ...], some: list[Array], key: Array) -> None:
    # E: `where` selects 2 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.maybe), m, (x,))
    # E: `where` selects 2 nodes, but `replace` holds 3 replacements; give one for each node  [tree-at]
    eqx.tree_at(lambda m: [m.head, m.maybe], m, (x, x, x))
    # E: `where` selects 1 node, but `replace` holds 2 replacements; give one for each node  [tree-at]
    eqx.tree_at(lambda m: (m.head,), m, [x, x])
    # E: `where` selects 3 nodes, but `replace` holds 2 replacements; give one for each node  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.maybe, m.params), m, two)
    # E: `where` selects 3 nodes, but `replace` holds 2 replacements; give one for each node  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.maybe, m.params), m, [x] * 2)
    # E: `where` selects 2 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
    eqx.tree_at(lambda m: (m.head,) + (m.maybe,), m, (x,))
    # E: `where` selects a sequence of nodes, but `0` is one value; give a sequence with a replacement for each node, or `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.maybe), m, 0)
    # E: `where` selects a sequence of nodes, but `None` is one value; give a sequence with a replacement for each node, or `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.maybe), m, None)
    # E: `where` selects a sequence of nodes, but `0` is one value; give a sequence with a replacement for each node, or `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: (), m, 0)
    eqx.tree_at(lambda m: (m.head, m.maybe), m, two)
    eqx.tree_at(lambda m: (m.head, m.maybe), m, more)
    eqx.tree_at(lambda m: (m.head, m.maybe), m, some)
    eqx.tree_at(lambda m: (m.head, m.maybe), m, (*more, x))
    eqx.tree_at(lambda m: (m.head, *m.heads), m, (x,))
    eqx.tree_at(lambda m: m.pair, m, (x, x, x))
    eqx.tree_at(lambda m: m.layers, m, (x,))
    eqx.tree_at(lambda m: tuple(m.layers), m, (x,))
    eqx.tree_at(lambda m: [l.weight for l in m.layers], m, (x,))
    eqx.tree_at(lambda m: (m.head, m.maybe), m, replace_fn=lambda n: n)
    eqx.tree_at(lambda m: (m.head, m.maybe), m, jax.random.split(key))
    eqx.tree_at(lambda m: (), m, ())


def split(m: Model, x: Array, both: dict[str, Array]) -> None:
    # E: `where` selects a sequence of nodes, which get the parts of an array along its first axis; give a sequence with a replacement for each node, or `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: (m.head, m.maybe), m, jnp.zeros(2))
    # E: `where` selects a sequence of nodes, which get the characters of a string; give a sequence with a replacement for each node, or `replace_fn`  [tree-at]
    treeops.tree_at(lambda m: (m.head, m.maybe), m, "ab")
    # E: `where` selects a sequence of nodes, which get the keys of a dict, not its values; give a sequence with a replacement for each node, or `replace_fn`  [tree-at]
    eqx.tree_at(lambda m: [l.weight for l in m.layers], m, {"a": x})
    eqx.tree_at(lambda m: (m.head, m.maybe), m, both.values())
    eqx.tree_at(lambda m: (m.head, m.maybe), m, jnp.split(x, 2))
    eqx.tree_at(lambda m: m.params, m, {"a": x})


def where(m: Model) -> Any:
    """The nodes."""
    # E: `m.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    # E: `m.head.size` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
    return m.head.size, m.head.size


def annotated_otherwise(h: Head) -> Any:
    return h.weight


selector = lambda m: (m.head, m.maybe)


def named(m: Model, x: Array) -> None:
    # N: Revealed type is "models.Model"
    # E: `where` selects 2 nodes, but `replace` holds 3 replacements; give one for each node  [tree-at]
    reveal_type(eqx.tree_at(where, m, (1, 2, 3)))
    # N: Revealed type is "models.Model"
    # E: `where` selects 2 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
    reveal_type(eqx.tree_at(selector, m, (x,)))
    def local(t: Model) -> Any:
        # E: `t.head` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
        return (t.head, t.maybe, t.head)
    # E: `where` selects 3 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
    eqx.tree_at(local, m, (x,))
    eqx.tree_at(m.select, m, (x,))  # E: "Model" has no attribute "select"  [attr-defined]


# E: `t[0]` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
def default(m: Model, w: Any = eqx.tree_at(lambda t: (t[0], t[0]), (1, 2), (3, 3))) -> None: ...


def no_functions(m: Model, x: Array) -> None:
    # E: Argument 1 to "tree_at" has incompatible type "str"; expected "Callable[[Any], Any]"  [arg-type]
    eqx.tree_at("head", m, x)
    # E: Argument "is_leaf" to "tree_at" has incompatible type "int"; expected "Callable[[Any], bool] | None"  [arg-type]
    eqx.tree_at(lambda m: m.head, m, x, is_leaf=3)
    # E: Argument "replace_fn" to "tree_at" has incompatible type "int"; expected "Callable[[Any], Any]"  [arg-type]
    eqx.tree_at(lambda m: m.head, m, replace_fn=3)
    # E: Cannot infer type of lambda  [misc]
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[], int]"; expected "Callable[[Any], Any]"  [arg-type]
    eqx.tree_at(lambda m: m.head, m, replace_fn=lambda: 3)
    # E: Unexpected keyword argument "repalce" for "tree_at"; did you mean "replace"?  [call-arg]
    # N: "tree_at" defined in "equinox._tree"
    eqx.tree_at(lambda m: m.head, m, repalce=x)
    eqx.tree_at(lambda m: m.head, missing, x)  # E: Name "missing" is not defined  [name-defined]
    eqx.tree_at(lambda m: m.head, m.missing, x)  # E: "Model" has no attribute "missing"  [attr-defined]
