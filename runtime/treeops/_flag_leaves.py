"""The flags of a model that are leaves, found while JAX flattens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu

from treeops._at import fresh_replacement
from treeops._one_level import PLAIN_LEAF_TYPES, is_plain_leaf, keyed_level
from treeops._opening import BATCH, FEW_NODES, has_room
from treeops._recorder import is_node

if TYPE_CHECKING:
    from collections.abc import Generator

    from treeops._one_level import PyTreeDef

_WITHOUT_FLAGS = frozenset({list, tuple, dict, type(None)})
_FLAG = "inference"


def with_flags_set(pytree: Any, value: Any) -> tuple[list[Any], PyTreeDef] | None:
    """The leaves of a tree, those that are flags replaced by `value`, and its treedef.

    None where a flag is anything but a leaf in an ordinary field, or something is wrong.
    """
    search = _Search()
    answers = search.answers()
    next(answers)
    try:
        leaves, treedef = jtu.tree_flatten(pytree, answers.send)
    except Exception:  # noqa: BLE001  (who looks again comes to it too, and says what it is)
        return None
    if search.stopped or search.expected:
        return None
    for place in search.places:
        leaves[place] = fresh_replacement(value)
    return leaves, treedef


class _Search:
    """Follows JAX from node to node, and knows which leaf comes next."""

    def __init__(self) -> None:
        # Where among the leaves the flags are.
        self.places: list[int] = []
        # Of a node with a flag, what JAX comes to next, up to the flag; the first is the last.
        self.expected: list[Any] = []
        # There is a flag that is no leaf, or a tree too deep to go on.
        self.stopped = False

    def answers(self) -> Generator[bool, Any, None]:
        """An `is_leaf`: stops nowhere, unless something is unusual."""
        expected = self.expected
        leaves, room = 0, FEW_NODES
        node = yield False
        while True:
            room -= 1
            if room == 0:
                room = BATCH
                if not has_room():
                    break
            kind = type(node)
            if expected:
                if node is not expected.pop():
                    break
                leaves += 1
            elif kind in PLAIN_LEAF_TYPES:
                leaves += 1
            elif kind not in _WITHOUT_FLAGS:
                try:
                    size = self._look_at(node, leaves)
                except Exception:  # noqa: BLE001  (each that passes through JAX costs recursion)
                    break
                if size is None:
                    break
                leaves += size
            node = yield False
        self.stopped = True
        while True:
            yield True

    def _look_at(self, node: Any, leaves: int) -> int | None:
        """How many leaves this is, one or none for a node; None if it is unusual."""
        if is_plain_leaf(node):
            return 1
        if not hasattr(node, _FLAG):
            return 0 if is_node(node) else 1
        names = _names_up_to_flag(node)
        if names is None:
            return None
        first = [getattr(node, name) for name in names]
        if not all(map(is_plain_leaf, first)):
            return None
        self.places.append(leaves + len(first) - 1)
        self.expected.extend(reversed(first))
        return 0


# For each class, its children up to the flag; None where they have no names, or no flag.
_NAMES: dict[type[Any], list[str] | None] = {}
_MOST_CLASSES = 1024


def _names_up_to_flag(node: Any) -> list[str] | None:
    kind = type(node)
    if kind in _NAMES:
        return _NAMES[kind]
    level = keyed_level(node)
    if level is None:
        return None
    keys = [key.name for key in level.keys if isinstance(key, jtu.GetAttrKey)]
    usual = _FLAG in keys and len(keys) == len(level.keys)
    names = keys[: keys.index(_FLAG) + 1] if usual else None
    if len(_NAMES) >= _MOST_CLASSES:
        _NAMES.clear()
    _NAMES[kind] = names
    return names
