"""`tree_inference`: switching a model between training and inference."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

import jax.tree_util as jtu

from treeops._at import tree_at
from treeops._one_level import keyed_level

T = TypeVar("T")


def tree_inference(pytree: T, value: Any = True) -> T:
    """Sets every `inference` attribute in a tree.

    Layers that behave differently in training, such as dropout, hold such a flag.

    Args:
        pytree: Any tree. A tree without flags gives a copy.
        value: What to set each flag to; any tree will do.

    Returns:
        A new tree: the same leaves, but for the flags, in new containers.

    Raises:
        TypeError: An `inference` attribute is a static field, so not part of the tree.

    Example:
        >>> import collections
        >>> Dropout = collections.namedtuple("Dropout", ["p", "inference"])
        >>> tree_inference([Dropout(0.5, False), Dropout(0.1, None)])
        [Dropout(p=0.5, inference=True), Dropout(p=0.1, inference=True)]

    Behaves as `equinox.nn.inference_mode` of equinox 0.13, except that flags which hold None
    are set too, however many there are.
    """
    return tree_at(_flags, pytree, replace_fn=lambda _: value, is_leaf=lambda x: x is None)


def _flags(pytree: Any) -> list[Any]:
    flags: list[Any] = []
    todo = [pytree]
    while todo:
        node = todo.pop()
        level = keyed_level(node)
        keys, children = ([], []) if level is None else (level.keys, level.children)
        if not hasattr(node, "inference"):
            todo.extend(children)
            continue
        _reject_static(node, keys)
        flags.append(node.inference)
        # What a flag holds is replaced as a whole, flags in it included.
        todo.extend(child for child in children if child is not node.inference)
    return flags


def _reject_static(node: Any, keys: list[Any]) -> None:
    if not dataclasses.is_dataclass(node) or jtu.GetAttrKey("inference") in keys:
        return
    if "inference" in {field.name for field in dataclasses.fields(node)}:
        message = (
            f"`inference` is a static field of {type(node).__name__}, so not part of the tree: "
            "make it an ordinary field for `tree_inference` to set it"
        )
        raise TypeError(message)
