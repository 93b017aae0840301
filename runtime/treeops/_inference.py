"""`tree_inference`: switching a model between training and inference."""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any, TypeVar, cast

import jax.tree_util as jtu

from treeops._at import fresh_replacement, tree_at
from treeops._flag_leaves import with_flags_set
from treeops._flatten import flatten
from treeops._one_level import is_plain_leaf, keyed_level

T = TypeVar("T")


def tree_inference(pytree: T, value: Any = True) -> T:
    """Sets every `inference` attribute in a tree.

    Layers that behave differently in training, such as dropout, hold such a flag.

    Args:
        pytree: Any tree. Leaves may be of any shape, dtype and type. A tree without flags gives
            a copy.
        value: What to set each flag to; any tree will do.

    Returns:
        A new tree: the same leaves, but for the flags, in new containers.

    Raises:
        TypeError: An `inference` attribute is not part of the tree: a static field, a method.

    Example:
        >>> import collections
        >>> Dropout = collections.namedtuple("Dropout", ["p", "inference"])
        >>> tree_inference([Dropout(0.5, False), Dropout(0.1, None)])
        [Dropout(p=0.5, inference=True), Dropout(p=0.1, inference=True)]

    Behaves as `equinox.nn.inference_mode` of equinox 0.13, except that flags which hold None
    are set too, however many there are.
    """
    leaves_and_treedef = with_flags_set(pytree, value)
    if leaves_and_treedef is not None:
        leaves, treedef = leaves_and_treedef
        return cast("T", treedef.unflatten(leaves))
    try:
        return cast("T", _with_flags(pytree, value, _MOST_NESTED))
    except _UnusualError:
        return tree_at(_flags, pytree, replace_fn=lambda _: value, is_leaf=lambda x: x is None)


# Nodes with a flag, one inside the other.
_MOST_NESTED = 32
_WITHOUT_FLAGS = frozenset({list, tuple, dict, type(None)})
_FLAG = jtu.GetAttrKey("inference")


class _UnusualError(Exception):
    """There is an `inference` that is no ordinary field, or something is wrong with the tree."""


def _with_flags(pytree: Any, value: Any, most_nested: int) -> Any:
    """A copy with the flags set, whatever they hold, from the top: each node is built once."""
    nodes: list[Any] = []
    errors: list[Exception] = []

    def stops(node: Any) -> bool:
        if type(node) in _WITHOUT_FLAGS or is_plain_leaf(node):
            return False
        try:
            if not hasattr(node, "inference"):
                return False
        except Exception as error:  # noqa: BLE001  (`tree_at` comes to it too, and raises it)
            errors.append(error)
        nodes.append(node)
        return True

    if most_nested == 0:
        raise _UnusualError
    leaves, treedef = flatten(pytree, stops)
    if errors:
        raise _UnusualError
    following = iter(nodes)
    node = next(following, _UnusualError)
    for index, leaf in enumerate(leaves):
        if leaf is node:
            leaves[index] = _with_flag(node, value, most_nested)
            node = next(following, _UnusualError)
    return treedef.unflatten(leaves)


def _with_flag(node: Any, value: Any, most_nested: int) -> Any:
    """A copy of a node that has a flag, with all flags in it set."""
    level = keyed_level(node)
    if level is None or _FLAG not in level.keys:
        raise _UnusualError
    flag = level.keys.index(_FLAG)
    children = level.children
    if node.inference is not children[flag]:
        raise _UnusualError
    for index, child in enumerate(children):
        if index == flag:
            children[index] = fresh_replacement(value)
        elif not is_plain_leaf(child):
            children[index] = _with_flags(child, value, most_nested - 1)
    return level.treedef.unflatten(children)


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
        _reject_others(node, keys)
        flags.append(node.inference)
        # What a flag holds is replaced as a whole, flags in it included.
        todo.extend(child for child in children if child is not node.inference)
    return flags


def _reject_others(node: Any, keys: list[Any]) -> None:
    """Raises for an `inference` that is no part of the tree, so that nothing can be set there.

    A property may give out a flag from below, and is left to `tree_at`.
    """
    if jtu.GetAttrKey("inference") in keys:
        return
    kind = type(node)
    of_class = inspect.getattr_static(kind, "inference", None)
    if dataclasses.is_dataclass(node) and _has_field(node):
        message = (
            f"`inference` is a static field of {kind.__name__}, so not part of the tree: make it "
            "an ordinary field for `tree_inference` to set it"
        )
    # A property has `__get__`, but cannot be called; a method has both, and a plain value none.
    elif of_class is None or hasattr(of_class, "__get__") != callable(of_class):
        return
    else:
        what = "a method" if callable(of_class) else "an attribute"
        message = (
            f"`inference` is {what} of the class {kind.__name__}, so not part of the tree: make "
            "it a field for `tree_inference` to set it, or give it another name"
        )
    raise TypeError(message)


def _has_field(node: Any) -> bool:
    return any(field.name == "inference" for field in dataclasses.fields(node))
