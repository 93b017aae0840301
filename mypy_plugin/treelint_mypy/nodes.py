"""The nodes that a selector picks, with the types that mypy knows of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.selector.joining import alternatives
from treelint.selector.model import (
    ForEach,
    Leaves,
    Nodes,
    Opaque,
    Parameter,
    Path,
    Selection,
    Slice,
    Splat,
)
from treelint.selector.questions import selects_several
from treelint_mypy.alternatives import classes_of
from treelint_mypy.leaf_classes import is_leaf_class
from treelint_mypy.static_fields import is_tree
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression
    from mypy.types import Type

    from treelint_mypy.selectors import Where


@dataclass(frozen=True, slots=True)
class Node:
    """One node, or any of those that a loop picks; its type is Any where it is not known."""

    type: Type
    path: Path | None = None


UNKNOWN = Node(ANY)


def nodes_of(where: Where | None, api: TypeChecker) -> list[Node]:
    """Each kind of node that `replace_fn` is called with."""
    if where is None or where.selector is None:
        return [UNKNOWN]
    return [
        node
        for alternative in alternatives(where.selector.body)
        for node in _nodes(alternative, where, api)
    ]


def _nodes(selection: Selection, where: Where, api: TypeChecker) -> list[Node]:
    match selection:
        case Path():
            return [_node(selection, where, api)]
        case Nodes(items=items) if selects_several(selection):
            return [node for item in items for node in _nodes(item, where, api)]
        case ForEach(element=element) if selects_several(selection):
            return _nodes(element, where, api)
        case Splat(of=ForEach() | Nodes() as inner):
            return _nodes(inner, where, api)
        case Opaque(origin=origin):
            return [_computed(where.behind.get(origin), api)]
    return [UNKNOWN]


def written_nodes(where: Where | None, api: TypeChecker) -> list[Node] | None:
    """The nodes that are written one by one; None where they are not."""
    if where is None or where.selector is None:
        return None
    match where.selector.body:
        case Nodes(items=items) as several if selects_several(several):
            if any(isinstance(item, Splat) for item in items):
                return None
            return [
                _node(item, where, api) if isinstance(item, Path) else UNKNOWN for item in items
            ]
    return None


def only_node(where: Where | None, api: TypeChecker) -> Node | None:
    """The node of a selector that picks one."""
    if where is None or where.selector is None or not isinstance(where.selector.body, Path):
        return None
    return _node(where.selector.body, where, api)


def each_node(where: Where | None, api: TypeChecker) -> Node | None:
    """Any of the nodes that a loop picks."""
    if where is None or where.selector is None:
        return None
    match where.selector.body:
        case ForEach(element=Path() as path) as several if selects_several(several):
            return _node(path, where, api)
    return None


def _computed(behind: Expression | None, api: TypeChecker) -> Node:
    """What a call or a condition gives, if that is one node: a list may stand for several."""
    if behind is None:
        return UNKNOWN
    classes = classes_of(behind, api)
    if not classes or not all(is_tree(info) or is_leaf_class(info) for info in classes):
        return UNKNOWN
    return Node(api.lookup_type(behind))


def _node(path: Path, where: Where, api: TypeChecker) -> Node:
    behind = where.behind.get(path.origin)
    # A slice is no node, but several; what the leaves below a node are, types do not tell. What is
    # taken from another variable is no part of this tree.
    is_clear = path.root is Parameter.TREE and not any(
        isinstance(step, Slice | Leaves) for step in path.steps
    )
    if behind is None or not is_clear or not api.has_type(behind):
        return UNKNOWN
    return Node(api.lookup_type(behind), path)
