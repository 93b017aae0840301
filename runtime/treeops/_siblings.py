"""Doubles of many nodes at once: of a list of layers that are all built alike.

A selector that goes through such a list asks each layer for the same, and JAX makes a double of
them all faster than recorders could answer.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict, defaultdict
from typing import TYPE_CHECKING, Any, Final

import jax.tree_util as jtu

from treeops._flatten import flatten
from treeops._marks import Placeholder
from treeops._one_level import keyed_level, one_level

if TYPE_CHECKING:
    from treeops._one_level import PyTreeDef

# Fewer are as fast one by one.
FEW_SIBLINGS: Final = 4
# More leaves than anyone selects from in a loop in Python; the placeholders of all are kept.
_MOST_PLACEHOLDERS: Final = 200_000
# How many children are gone through for one that is on the way.
_MOST_ON_THE_WAY: Final = 64


_BUILTIN: Final = frozenset({list, dict, OrderedDict, defaultdict})


class NumberedLeaf(Placeholder):
    """Stands for the leaf with this number, in any tree."""

    __slots__ = ("treeops_number",)

    def __init__(self, number: int) -> None:
        self.treeops_number = number


_NUMBERED: Final[list[NumberedLeaf]] = []


_NUMBERING: Final = threading.Lock()


def _numbered(start: int, end: int) -> list[NumberedLeaf]:
    if len(_NUMBERED) < end:
        with _NUMBERING:
            _NUMBERED.extend(map(NumberedLeaf, range(len(_NUMBERED), end)))
    return _NUMBERED[start:end]


class Siblings:
    """The doubles for one call of a selector, and what they stand for."""

    def __init__(self, pytree: Any) -> None:
        self.pytree = pytree
        self._flat: tuple[list[Any], PyTreeDef] | None = None
        self._made: list[Any] = []

    @property
    def flat(self) -> tuple[list[Any], PyTreeDef]:
        """The leaves and the treedef of the tree."""
        if self._flat is None:
            self._flat = flatten(self.pytree)
        return self._flat

    @property
    def any(self) -> bool:
        """Whether any doubles were made."""
        return bool(self._made)

    def doubles(self, recorder: Any) -> Any:
        """The doubles of what is in a list or tuple; None where they are not alike, or not safe.

        All are instances of one class whose children are leaves.
        """
        node = recorder.treeops[0]
        level = one_level(node[0])
        # A constructor with checks of its own is spared placeholders.
        if level is None or not level[0] or hasattr(type(node[0]), "__post_init__"):
            return None
        found = self._place_of(recorder)
        if found is None:
            return None
        treedef, start = found
        end = start + len(node) * len(level[0])
        try:
            outer: Any = jtu.tree_structure(type(node)([0] * len(node)))
            if end > _MOST_PLACEHOLDERS or outer.compose(level[1]) != treedef:
                return None
            numbered = _numbered(start, end)
            doubles = treedef.unflatten(numbered)
        except Exception:  # noqa: BLE001  (a class's own `==` or constructor: recorders run none)
            return None
        self._made.append((doubles, treedef, numbered))
        return doubles

    def _place_of(self, recorder: Any) -> tuple[Any, int] | None:
        """The treedef of a node, and how many leaves come before it."""
        _, parent, step, _, _ = recorder.treeops
        if parent is None:
            return self.flat[1], 0
        found = self._place_of(parent)
        if found is None:
            return None
        treedef, start = found
        children = treedef.children()
        if len(children) > _MOST_ON_THE_WAY:
            return None
        index = _index(parent.treeops[0], step)
        return children[index], start + sum(child.num_leaves for child in children[:index])

    def numbers(self, picked: Any) -> list[int] | None:
        """The numbers of the leaves that a selector picked; None if it picked anything else."""
        kind = type(picked)
        if (kind is not list and kind is not tuple) or {*map(type, picked)} != {NumberedLeaf}:
            return None
        for doubles, treedef, numbered in self._made:
            if kind is type(doubles[0]) and any(double is picked for double in doubles):
                return None
            # A selector that changes what it is given must not get the tree itself.
            if not _unchanged(doubles, treedef, numbered):
                return None
        return [leaf.treeops_number for leaf in picked]


def _unchanged(doubles: Any, treedef: Any, numbered: list[NumberedLeaf]) -> bool:
    kind: Any = type(doubles[0])
    if kind is tuple:
        return True
    if kind.__setattr__ is object.__setattr__ or kind in _BUILTIN:
        unchanged: bool = treedef.flatten_up_to(doubles) == numbered
        return unchanged
    # An immutable class, most likely with a flatten in Python, which takes its time.
    level = keyed_level(doubles[0])
    width = len(numbered) // len(doubles)
    if level is None or len(level.keys) != width:
        return False
    for index, key in enumerate(level.keys):
        if not isinstance(key, jtu.GetAttrKey):
            return False
        held = map(object.__getattribute__, doubles, itertools.repeat(key.name))
        if [*held] != numbered[index::width]:
            return False
    return True


def _index(node: Any, step: Any) -> int:
    """Which child of a node the one at a step is."""
    kind = type(node)
    if kind is dict or kind is defaultdict:
        index: int = sorted(node).index(step)
        return index
    return [*node].index(step) if kind is OrderedDict else step
