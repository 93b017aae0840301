"""Where the structures of two trees part, and the leaves that stand at the same places."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

import jax.tree_util as jtu

from treeops._instances import UNSET, stored
from treeops._node_text import node_text
from treeops._one_level import keyed_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treeops._one_level import Level

# The keys from the root to a node, as `jax.tree_util.tree_flatten_with_path` gives them.
KeyPath: TypeAlias = tuple[Any, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class LeafPair:
    """Two leaves that stand at the same place."""

    path: KeyPath
    a: Any
    b: Any


@dataclasses.dataclass(frozen=True, slots=True)
class Parting:
    """A place where the structures differ, why, and in short what each tree has there."""

    path: KeyPath
    reason: str
    a: str
    b: str


_ABSENT = "nothing"


def walk(a: Any, b: Any) -> Iterator[LeafPair | Parting]:
    """All leaves at places that both trees have, and all places where they part, in order.

    Iterative: trees may be deep. Both must be known to have an end.
    """
    todo: list[tuple[KeyPath, Any, Any]] = [((), a, b)]
    while todo:
        path, here, there = todo.pop()
        if here is _MISSING or there is _MISSING:
            yield Parting(path, "missing", _text(here), _text(there))
            continue
        level, other = keyed_level(here), keyed_level(there)
        if level is None and other is None:
            yield LeafPair(path, here, there)
        elif level is None or other is None or type(here) is not type(there):
            yield Parting(path, "structure", node_text(here), node_text(there))
        else:
            if not _same(level.treedef, other.treedef):
                yield from _own_partings(path, (here, level), (there, other))
            children = _children_by_key(level, other)
            todo.extend(((*path, key), x, y) for key, x, y in reversed(children))


def _text(node: Any) -> str:
    return _ABSENT if node is _MISSING else node_text(node)


_MISSING = object()


def _children_by_key(level: Level, other: Level) -> list[tuple[Any, Any, Any]]:
    """The children of two nodes side by side, by their keys."""
    if level.keys == other.keys or not _tell_apart(level.keys, other.keys):
        keys = [*level.keys, *other.keys[len(level.keys) :]]
        children = (level.children, other.children)
        return [*zip(keys, *(_filled_up(some, len(keys)) for some in children), strict=True)]
    by_key, others = (dict(zip(x.keys, x.children, strict=True)) for x in (level, other))
    return [(key, by_key.get(key, _MISSING), others.get(key, _MISSING)) for key in by_key | others]


def _filled_up(children: list[Any], count: int) -> list[Any]:
    return children + [_MISSING] * (count - len(children))


def _tell_apart(*keys: list[Any]) -> bool:
    """Whether in each list no key stands twice; those of custom nodes may be of any kind."""
    try:
        return all(len({*some}) == len(some) for some in keys)
    except TypeError:
        return False


def _own_partings(
    path: KeyPath, here: tuple[Any, Level], there: tuple[Any, Level]
) -> Iterator[Parting]:
    """What differs in two nodes of one type, their children aside."""
    (node, level), (other_node, other_level) = here, there
    static = [*_static_partings(path, node, other_node, level)]
    if static:
        yield from static
    elif Counter(map(str, level.keys)) == Counter(map(str, other_level.keys)):
        name = type(node).__name__
        yield Parting(path, "metadata", f"{name}", f"{name} with other metadata")


def _static_partings(path: KeyPath, a: Any, b: Any, level: Level) -> Iterator[Parting]:
    if not dataclasses.is_dataclass(a):
        return
    for field in dataclasses.fields(a):
        key = jtu.GetAttrKey(field.name)
        if key in level.keys:
            continue
        ours, theirs = (stored(node, field.name, UNSET) for node in (a, b))
        if not _same(ours, theirs):
            texts = ("not set" if x is UNSET else node_text(x) for x in (ours, theirs))
            yield Parting((*path, key), "static", *texts)


def _same(a: Any, b: Any) -> bool:
    try:
        return a is b or bool(a == b)
    except (TypeError, ValueError):
        return False  # arrays give no single answer, nor do nodes with arrays in static fields
