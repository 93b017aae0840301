"""The questions asked of a selector. Each is asked once, here, by linter and plugin alike."""

from __future__ import annotations

import ast
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from treelint.fullnames import ARRAY_TYPES, LEAF_TYPES
from treelint.selector.joining import alternatives
from treelint.selector.model import (
    Attr,
    Computed,
    Container,
    Each,
    ForEach,
    Item,
    Leaves,
    NodeKind,
    Nodes,
    NotANode,
    Opaque,
    Outer,
    Parameter,
    Path,
    Selection,
    Selector,
    Slice,
    Splat,
    Step,
    Test,
    TestKind,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")


def agreed(selection: Selection, ask: Callable[[Selection], Iterable[T]]) -> Iterator[T]:
    """What a selection answers; if it is one of several, only where each of them has an answer."""
    answers = [list(ask(alternative)) for alternative in alternatives(selection)]
    if all(answers):
        for answer in answers:
            yield from answer


def node_count(selection: Selection) -> int | None:
    """How many nodes are written out, one by one; None where that is not so, or not known."""
    counts = {_node_count(alternative) for alternative in alternatives(selection)}
    return counts.pop() if len(counts) == 1 else None


def _node_count(selection: Selection) -> int | None:
    if not isinstance(selection, Nodes) or not selection.container.is_sequence:
        return None
    if any(isinstance(item, Splat) for item in selection.items):
        return None
    return len(selection.items)


def selects_several(selection: Selection) -> bool:
    """Whether the selection is a new sequence of nodes, and no node itself."""
    return all(
        isinstance(alternative, Nodes | ForEach) and alternative.container.is_sequence
        for alternative in alternatives(selection)
    )


def paths(selection: Selection) -> Iterator[Path]:
    """Every path in a selection, in order; of one that is one of several, see `agreed`."""
    match selection:
        case Path():
            yield selection
        case Nodes():
            for item in selection.items:
                yield from paths(item)
        case ForEach():
            yield from paths(selection.element)
        case Splat():
            yield from paths(selection.of)


def outer_paths(selection: Selection) -> Iterator[Path]:
    """The paths that start at a variable outside the selector, not at its parameter."""
    return agreed(selection, _outer_paths)


def _outer_paths(selection: Selection) -> Iterator[Path]:
    return (path for path in paths(selection) if isinstance(path.root, Outer))


def never_nodes(selection: Selection) -> Iterator[NotANode | Nodes | ForEach]:
    """What stands where a node should, and can never be one.

    A display inside a display is such a thing: it is made anew at each call. `()` is not, as
    a tree may hold an empty tuple.
    """
    return agreed(selection, _never_nodes)


def _never_nodes(selection: Selection) -> Iterator[NotANode | Nodes | ForEach]:
    if isinstance(selection, NotANode):
        yield selection
    for item in _written(selection):
        yield from agreed(item, _made_anew)


def _made_anew(item: Selection) -> Iterator[NotANode | Nodes | ForEach]:
    match item:
        case NotANode():
            yield item
        case Nodes(items=[_, *_]) | ForEach():
            yield item


def unclear_nodes(selection: Selection) -> Iterator[Opaque]:
    """What stands where a node should, and cannot be seen into without types."""
    for item in (selection, *_written(selection)):
        if isinstance(item, Opaque):
            yield item


def _written(selection: Selection) -> Iterator[Selection]:
    match selection:
        case Nodes(container=container) if container is not Container.DICT:
            yield from selection.items
        case ForEach():
            yield selection.element


def no_sequence(selection: Selection) -> Nodes | ForEach | None:
    """The selection, if it collects its nodes in something that `tree_at` does not take."""
    return next(agreed(selection, _no_sequence), None)


def _no_sequence(selection: Selection) -> Iterator[Nodes | ForEach]:
    if isinstance(selection, Nodes | ForEach) and not selection.container.is_sequence:
        yield selection


def duplicates(selection: Selection) -> Iterator[tuple[Path, Path]]:
    """Pairs of paths that name one and the same node."""
    return agreed(selection, _duplicates)


def _duplicates(selection: Selection) -> Iterator[tuple[Path, Path]]:
    for first, second in combinations(_written_paths(selection), 2):
        if first == second:
            yield first, second


def overlaps(selection: Selection) -> Iterator[tuple[Path, Path]]:
    """Pairs of paths of which the first leads to a node above the second's."""
    return agreed(selection, _overlaps)


def _overlaps(selection: Selection) -> Iterator[tuple[Path, Path]]:
    for first, second in combinations(_written_paths(selection), 2):
        short, long = sorted((first, second), key=lambda path: len(path.steps))
        if short.root != long.root or len(short.steps) == len(long.steps):
            continue
        if long.steps[: len(short.steps)] == short.steps:
            yield short, long


def _written_paths(selection: Selection) -> list[Path]:
    if not isinstance(selection, Nodes):
        return []
    return [
        item
        for item in selection.items
        if isinstance(item, Path) and all(map(is_definite, item.steps))
    ]


def is_definite(step: Step) -> bool:
    """Whether taking the step again leads to the same node."""
    match step:
        case Attr() | Item(key=None | bool() | int() | float() | complex() | str() | bytes()):
            return True
        case Item(key=Computed(stable=stable)):
            return stable
        case Slice(stable=stable):
            return stable
        case Each() | Leaves():
            return False
    return True


def leaf_tests(
    selector: Selector,
    *,
    none_is_leaf: bool = False,
    kind_of: Callable[[Path], NodeKind] = lambda _: NodeKind.UNKNOWN,
) -> Iterator[Test]:
    """The tests whose answer depends on what a leaf is, and not on the tree's structure.

    `kind_of` says what is known of the types along a path. A test that is itself returned is no
    node, which is said of it elsewhere.
    """
    returned = {item.origin for item in never_nodes(selector.body)}
    for test in selector.tests:
        if test.subject.root is not Parameter.TREE or test.origin in returned:
            continue
        if _reads_leaf(test, kind_of(test.subject), none_is_leaf=none_is_leaf):
            yield test


_KNOWN_LEAVES = {NodeKind.ARRAY, NodeKind.SCALAR, NodeKind.OPTIONAL}


def _reads_leaf(test: Test, kind: NodeKind, *, none_is_leaf: bool) -> bool:
    if test.kind is TestKind.NONE:
        return none_is_leaf and kind is not NodeKind.STATIC
    if kind in {NodeKind.STATIC, NodeKind.INNER}:
        return False
    match test.kind:
        case TestKind.TYPE | TestKind.INSTANCE:
            if not test.against or not all(name in LEAF_TYPES for name in test.against):
                return False
            # An attribute may be a static field, which holds a number or a string, and no array.
            is_sure = all(name in ARRAY_TYPES for name in test.against)
            return is_sure or kind in _KNOWN_LEAVES or _is_no_static_field(test.subject)
        case TestKind.PREDICATE:
            return True
        case TestKind.NUMBER:
            return kind in _KNOWN_LEAVES or _is_no_static_field(test.subject)
        case TestKind.ARRAY_ATTRIBUTE:
            return kind is NodeKind.ARRAY or is_leaf(test.subject)
        case TestKind.TRUTH:
            return kind in {NodeKind.ARRAY, NodeKind.SCALAR} or is_leaf(test.subject)
        case TestKind.PROPERTY:
            # No array can be called, and neither can what stands in for it.
            is_asked = kind is NodeKind.ARRAY and "builtins.callable" not in test.against
            return is_asked or is_leaf(test.subject)


def makes_none_a_leaf(is_leaf: ast.expr | None) -> bool:
    """Whether an `is_leaf` is written as `lambda x: x is None`, perhaps with an `or`."""
    match is_leaf:
        case ast.Lambda(body=ast.BoolOp(op=ast.Or(), values=values)):
            return any(map(_asks_for_none, values))
        case ast.Lambda(body=body):
            return _asks_for_none(body)
    return False


def _asks_for_none(node: ast.expr) -> bool:
    match node:
        case ast.Compare(left=ast.Name(), ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return True
    return False


def is_leaf(path: Path) -> bool:
    """Whether the path is known, from itself alone, to lead to a leaf."""
    return (
        bool(path.steps) and isinstance(path.steps[-1], Leaves) and not path.steps[-1].has_is_leaf
    )


def _is_no_static_field(path: Path) -> bool:
    """Whether a path leads to a part of the tree, going by itself alone.

    An attribute may be a static field. The elements of one may be selected only where they are
    nodes, and what no attribute leads to cannot be one.
    """
    if not path.steps:
        return False
    is_element = isinstance(path.steps[-1], Each | Leaves)
    return is_element or all(isinstance(step, Item | Each) for step in path.steps)
