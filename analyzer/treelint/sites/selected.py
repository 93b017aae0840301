"""The nodes that a call of `tree_at` selects, by the types of its tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.selector.model import NodeKind, Nodes, Path, Splat
from treelint.selector.questions import paths, selects_several
from treelint.sites.bare_parameters import is_bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.steps import End
    from treelint.project.types import Type
    from treelint.tree_at_call import TreeAtCall


@dataclass(frozen=True, slots=True)
class Selected:
    """One path of a selector, and where it ends in the tree that the call is given."""

    path: Path
    end: End


def selected(file: FileIndex, call: TreeAtCall) -> tuple[Selected, ...]:
    """Every path of a selector, in order; none where nothing is known of the tree."""
    # Several rules ask of each call.
    if call.node not in file.selected:
        file.selected[call.node] = tuple(_selected(file, call))
    return file.selected[call.node]


def typed_calls(file: FileIndex) -> list[TreeAtCall]:
    """The calls of `tree_at` of whose tree something is known, so that there are such paths."""
    return [call for call in file.tree_at_calls if selected(file, call)]


def _selected(file: FileIndex, call: TreeAtCall) -> Iterator[Selected]:
    tree = tree_type(file, call)
    if call.selector is not None and tree is not None:
        for path in paths(call.selector.body):
            yield _followed(file, tree, path)


@dataclass(frozen=True, slots=True)
class Replaced:
    """One selected node, and what `replace` gives for it."""

    node: Selected
    replacement: ast.expr


def replaced(file: FileIndex, call: TreeAtCall) -> Iterator[Replaced]:
    """The nodes whose replacements are written one by one."""
    nodes = {id(node.path): node for node in selected(file, call)}
    for path, replacement in pairs(call) if nodes else ():
        yield Replaced(nodes[id(path)], replacement)


def kind_of(file: FileIndex, call: TreeAtCall, path: Path) -> NodeKind:
    """What is at the end of a path in the tree that a call is given."""
    tree = tree_type(file, call)
    return NodeKind.UNKNOWN if tree is None else _kind(_followed(file, tree, path).end)


def _kind(end: End) -> NodeKind:
    from treelint.project.steps import Node, StaticField
    from treelint.project.types import NONE, Array, Instance, Listing, Mapping, Scalar
    from treelint.project.types import alternatives as members

    if isinstance(end, StaticField):
        return NodeKind.STATIC
    if not isinstance(end, Node) or not end.is_in_tree:
        return NodeKind.UNKNOWN
    types = [type_ for type_ in members(end.type) if type_ is not NONE]
    if all(isinstance(type_, Array) for type_ in types):
        return NodeKind.ARRAY if types else NodeKind.UNKNOWN
    if all(isinstance(type_, Array | Scalar) for type_ in types):
        return NodeKind.OPTIONAL if NONE in members(end.type) else NodeKind.SCALAR
    if all(
        isinstance(type_, Listing | Mapping)
        or (isinstance(type_, Instance) and type_.cls.kind.has_fields)
        for type_ in types
    ):
        return NodeKind.INNER
    return NodeKind.UNKNOWN


def tree_type(file: FileIndex, call: TreeAtCall) -> Type | None:
    """The type of the tree that a call is given; None where it is not known."""
    if call.pytree is None or is_bare(file, call.pytree):
        return None
    # Loaded here: most files are settled without a type.
    from treelint.project.types import UNKNOWN

    tree = file.types.of(call.pytree)
    return None if tree is UNKNOWN else tree


def _followed(file: FileIndex, tree: Type, path: Path) -> Selected:
    from treelint.project.steps import end_of_path

    return Selected(path, end_of_path(file.types, tree, path))


def pairs(call: TreeAtCall) -> Iterator[tuple[Path, ast.expr]]:
    """The selected paths whose replacements are written one by one, with those."""
    match call.selector and call.selector.body, call.replace:
        case Path() as path, ast.expr() as replacement:
            yield path, replacement
        case Nodes(items=items) as nodes, ast.Tuple(elts=given) | ast.List(elts=given):
            is_starred = any(isinstance(item, ast.Starred) for item in given)
            is_starred = is_starred or any(isinstance(item, Splat) for item in items)
            if selects_several(nodes) and len(items) == len(given) and not is_starred:
                for item, replacement in zip(items, given, strict=True):
                    if isinstance(item, Path):
                        yield item, replacement
