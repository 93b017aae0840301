"""A tree in a bounded number of lines, in which chosen nodes are marked.

What holds no marked node is folded, where the tree is large, and long runs of siblings are left
out. Iterative, so that the depth of a tree does not matter.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any

import jax.tree_util as jtu

from treeops._node_text import node_text, shortened
from treeops._one_level import keyed_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from treeops._key_paths import Path
    from treeops._one_level import Level

# Trees of so few nodes are shown whole.
_FEW_NODES = 40
_MOST_LINES = 100
_MOST_LEVELS = 20
# So many children are shown all; of more, some at both ends and some that hold marked nodes.
_FEW_CHILDREN = 8
_FIRST, _LAST, _FIRST_MARKED = 2, 1, 4
_LONGEST_KEY = 60
_MORE = "\N{HORIZONTAL ELLIPSIS}"


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line: how far it is indented, the mark of its node if it has one, and its text."""

    depth: int
    mark: str
    text: str


@dataclasses.dataclass(slots=True)
class _Marks:
    """The marks of a node and of those below it; `count` is how many are below."""

    mark: str = ""
    count: int = 0
    children: dict[int, _Marks] = dataclasses.field(default_factory=dict)


_UNMARKED = _Marks()


@dataclasses.dataclass(frozen=True, slots=True)
class _Item:
    """A node to show, and its key, which has several parts where levels were passed over."""

    node: Any
    depth: int
    key: str
    marks: _Marks


@dataclasses.dataclass(frozen=True, slots=True)
class Outline:
    """A tree to be shown, the marks of its nodes by their paths, and what counts as a leaf.

    `endless` says that the tree may have no end: then only the first level is shown.
    `counting` says that the leaves of what is folded may be counted: an `is_leaf` that raises
    within JAX would cost this thread a level of recursion.
    """

    pytree: Any
    marks: Mapping[Path, str]
    is_leaf: Callable[[Any], bool] | None
    endless: bool = False
    counting: bool = True

    def lines(self) -> tuple[Line, ...]:
        """All lines, from the root on."""
        lines = tuple(itertools.islice(self._lines(), _MOST_LINES + 1))
        if len(lines) <= _MOST_LINES:
            return lines
        return (*lines[:_MOST_LINES], Line(0, "", _MORE))

    def _lines(self) -> Iterator[Line]:
        whole = not self.endless and self._is_small()
        todo: list[_Item | Line] = [_Item(self.pytree, 0, "", _by_level(self.marks))]
        while todo:
            item = todo.pop()
            if isinstance(item, Line):
                yield item
                continue
            item, level = self._down_the_chain(item)
            opened = whole or item.marks.count or not item.depth
            if level is None or not opened or item.depth >= _MOST_LEVELS:
                yield self._closed(item, level)
                continue
            yield _line(item, node_text(item.node))
            todo.extend(reversed([*_children(item, level)]))

    def _is_small(self) -> bool:
        calls = itertools.count()
        jtu.tree_structure(self.pytree, is_leaf=lambda _: next(calls) >= _FEW_NODES)
        return next(calls) <= _FEW_NODES

    def _level(self, node: Any) -> Level | None:
        if self.is_leaf is not None and self.is_leaf(node):
            return None
        try:
            return keyed_level(node)
        except ValueError:
            if not self.endless:
                raise
            return None  # a dict whose keys cannot be sorted, which has no end known to JAX

    def _down_the_chain(self, item: _Item) -> tuple[_Item, Level | None]:
        """Goes down to the first node on the way that is marked, or has several children."""
        keys, marks, node = [item.key], item.marks, item.node
        level = self._level(node)
        while item.depth and level is not None and len(level.children) == 1:
            if marks.mark or not marks.count:
                break
            keys.append(jtu.keystr((level.keys[0],)))
            marks, node = marks.children[0], level.children[0]
            level = self._level(node)
        return _Item(node, item.depth, "".join(keys), marks), level

    def _closed(self, item: _Item, level: Level | None) -> Line:
        text = node_text(item.node)
        if level is not None and level.children and self.counting and not self.endless:
            leaves = len(jtu.tree_leaves(item.node, is_leaf=self.is_leaf))
            text += f", {leaves:,} lea{'f' if leaves == 1 else 'ves'}"
        if item.marks.count:
            text += f", {item.marks.count:,} marked below"
        return _line(item, text)


def _by_level(marks: Mapping[Path, str]) -> _Marks:
    root = _Marks()
    for path, mark in marks.items():
        node = root
        for index in path:
            node.count += 1
            node = node.children.setdefault(index, _Marks())
        node.mark = mark
    return root


def _line(item: _Item, text: str) -> Line:
    key = shortened(item.key, _LONGEST_KEY)
    return Line(item.depth, item.marks.mark, f"{key}: {text}" if key else text)


def _children(item: _Item, level: Level) -> Iterator[_Item | Line]:
    """The children to show, and lines for those left out."""
    count = len(level.children)
    marked = sorted(item.marks.children)
    shown = {*range(count)}
    if count > _FEW_CHILDREN:
        ends = (*range(_FIRST), *range(count - _LAST, count))
        shown = {*ends, *marked[:_FIRST_MARKED], *marked[-_LAST:]}
    depth = item.depth + 1
    for is_shown, run in itertools.groupby(range(count), lambda index: index in shown):
        indices = [*run]
        if is_shown or len(indices) == 1:
            for index in indices:
                marks = item.marks.children.get(index, _UNMARKED)
                yield _Item(level.children[index], depth, jtu.keystr((level.keys[index],)), marks)
            continue
        text = f"{_MORE} {len(indices):,} more"
        hidden = len({*marked}.intersection(indices))
        if hidden:
            text += f", {hidden:,} of them with marks"
        yield Line(depth, "", text)
