"""A tree's double, whose every node is an object of its own, to see what a selector picks.

Python shares objects (`0 + 1 is 1`, `[(1,)] * 3`, one array in two layers), so that the object
which a selector returns does not tell which place it came from. In the double it does. Its
leaves are placeholders, which also shows selectors that look at leaves.

The double of a class instance is made without its constructor where possible, since a
`__post_init__` may well reject placeholders, or convert them.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu

from treeops._check import cycle_error
from treeops._instances import (
    UNSET,
    constructor_sets_more,
    field_names,
    is_made_of,
    names_of_fields,
    stored,
    without_constructor,
)
from treeops._key_paths import Path, node_name
from treeops._one_level import (
    Level,
    is_plain_leaf,
    keyed_level,
    sorted_keys,
    sorts_its_keys,
    subnodes,
)

if TYPE_CHECKING:
    from collections.abc import Callable


# What code that expects leaves may run into when it meets placeholders.
PLACEHOLDER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)

# Builtin containers are built anew without one.
_NO_TREEDEF = jtu.tree_structure(None)


class Placeholder:
    """Stands for a leaf. It has no attributes, so that nothing can be asked of it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<leaf>"


class EmptyTuple(tuple[Any, ...]):
    """Stands for `()`, of which Python has only one."""

    __slots__ = ()


# A node without children, as `()` is, for selectors that call `jax.tree.leaves`.
jtu.register_pytree_node(EmptyTuple, lambda _: ((), None), lambda _, __: EmptyTuple())


@dataclasses.dataclass(frozen=True, slots=True)
class StaticValue:
    """The value of a static field of the node at `path`."""

    value: Any
    path: Path
    field: str


@dataclasses.dataclass(frozen=True, slots=True)
class MarkedTree:
    """The double, and where each of its nodes stands.

    Both dicts are keyed by `id` and hold the objects, so that no id is given out again.
    `None` cannot be doubled: its places stand in `nones`.
    """

    tree: Any
    places: dict[int, tuple[Any, Path]]
    nones: list[Path]
    static: dict[int, StaticValue]

    def path_of(self, node: Any) -> Path | None:
        """Where this node of the double stands; None if it is not one."""
        found = self.places.get(id(node))
        return None if found is None else found[1]


def mark(pytree: Any, is_leaf: Callable[[Any], bool] | None) -> MarkedTree:
    """Makes the double.

    Raises:
        ValueError: A node contains itself, or the keys of a dict cannot be sorted.
        TypeError: A node of a custom class cannot be built from placeholders.
    """
    marker = _Marker(pytree, is_leaf)
    tree = marker.mark(pytree, ())
    return MarkedTree(tree, marker.places, marker.nones, marker.static)


class _Marker:
    def __init__(self, pytree: Any, is_leaf: Callable[[Any], bool] | None) -> None:
        self.pytree = pytree
        self.is_leaf = is_leaf
        self.places: dict[int, tuple[Any, Path]] = {}
        self.nones: list[Path] = []
        self.static: dict[int, StaticValue] = {}
        self._open: dict[int, Path] = {}

    def mark(self, node: Any, path: Path) -> Any:
        """One frame of Python a level: JAX goes about as deep as Python's own limit."""
        if (self.is_leaf is not None and self.is_leaf(node)) or is_plain_leaf(node):
            return self._placed(Placeholder(), path)
        if node is None:
            self.nones.append(path)
            return None
        level = self._level(node, path)
        if level is None:
            return self._placed(Placeholder(), path)
        if id(node) in self._open:
            raise cycle_error(self.pytree, node, self._open[id(node)], path)
        self._open[id(node)] = path
        marks = []
        for index, child in enumerate(level.children):
            # A loop, as a comprehension would take a second frame.
            marks.append(self.mark(child, (*path, index)))
        del self._open[id(node)]
        return self._placed(self._double(node, level, marks, path), path)

    def _placed(self, mark: Any, path: Path) -> Any:
        self.places[id(mark)] = (mark, path)
        return mark

    def _level(self, node: Any, path: Path) -> Level | None:
        kind = type(node)
        if kind is tuple or kind is list:
            return Level([], list(node), _NO_TREEDEF)
        if sorts_its_keys(node):
            keys = sorted_keys(node, lambda: node_name(self.pytree, path))
            if kind is dict:
                return Level(keys, [node[key] for key in keys], _NO_TREEDEF)
        return keyed_level(node)

    def _double(self, node: Any, level: Level, marks: list[Any], path: Path) -> Any:
        kind = type(node)
        if kind is tuple:
            return tuple(marks) if marks else EmptyTuple()
        if kind is list:
            return marks
        if kind is dict:
            return dict(zip(level.keys, marks, strict=True))
        if is_made_of(node, level.children):
            return tuple.__new__(kind, marks)
        bare = self._bare(node, level, marks, path)
        if bare is not None and not constructor_sets_more(node, level):
            return bare
        try:
            return self._unflattened(level, marks, path)
        except PLACEHOLDER_ERRORS as error:
            if bare is not None:
                return bare
            message = (
                f"the {kind.__name__} at `{node_name(self.pytree, path)}` cannot be built from "
                "arbitrary children, as JAX asks of every registered class: unflatten it "
                "without its constructor's checks, or make it a dataclass"
            )
            raise TypeError(message) from error

    def _bare(self, node: Any, level: Level, marks: list[Any], path: Path) -> Any:
        """A double with the fields of a dataclass, and nothing else; None for other classes."""
        names = field_names(node, level)
        double = None if names is None else without_constructor(type(node))
        if names is None or double is None:
            return None
        self._fill(double, node, dict(zip(names, marks, strict=True)), path)
        return double

    def _fill(self, double: Any, node: Any, marks: dict[str, Any], path: Path) -> None:
        for name in names_of_fields(type(node)):
            value = stored(node, name, UNSET)
            # A field may never have been set: `init=False`, or removed again.
            if value is UNSET:
                continue
            if name in marks:
                object.__setattr__(double, name, marks[name])
                continue
            double_value = EmptyTuple() if type(value) is tuple and not value else value
            if value is not None:
                self.static.setdefault(id(double_value), StaticValue(value, path, name))
            object.__setattr__(double, name, double_value)

    def _unflattened(self, level: Level, marks: list[Any], path: Path) -> Any:
        """A double as JAX itself would make it."""
        double = level.treedef.unflatten(marks)
        # Some classes hold their children in containers of their own making, as
        # `jax.tree_util.Partial` does with its arguments.
        held = subnodes(double) or []
        for index, (mark, child) in enumerate(zip(marks, held, strict=False)):
            if child is not mark and subnodes(child):
                self._placed(child, (*path, index))
        return double
