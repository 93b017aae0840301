"""Updates that give a tree back to its own variable, with nothing in it that others hold.

So are those that are written for mutations: a copy of the tree's own list, its own items with
something new besides, its own parts at other places.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import first_name
from treelint.codemods.holders.container_methods import holds_values, is_taken_out_of
from treelint.codemods.holders.exchanges import is_own_exchange
from treelint.codemods.holders.freshness import is_fresh, is_unchangeable
from treelint.fullnames import TREE_AT
from treelint.project.steps import Node, end_of_path
from treelint.project.types import UNKNOWN, Instance
from treelint.selector.questions import paths
from treelint.tree_at_call import bind

if TYPE_CHECKING:
    from collections.abc import Callable

    from treelint.index import FileIndex
    from treelint.project.types import Type
    from treelint.tree_at_call import TreeAtCall


def puts_own(file: FileIndex, value: ast.expr, name: ast.Name) -> bool:
    """Whether a variable gets its own tree back, and nothing in it is held by something else."""
    if not isinstance(value, ast.Call) or file.names.qualified_name(value.func) not in TREE_AT:
        return False
    update = bind(value, file.names)
    if not isinstance(update.pytree, ast.Name) or not _is_own(file, update.pytree, name):
        return False
    if is_own_exchange(file, value, name.id):
        return True
    types = _node_types(file, update)
    match update.function, update.replace, update.replace_fn:
        case ast.Lambda(body=ast.Tuple(elts=nodes)), ast.Tuple(elts=values), _:
            if not len(nodes) == len(values) == len(types):
                return False
        case ast.Lambda(body=node), ast.expr() as given, _:
            nodes, values = [node], [given]
            types = types if len(types) == 1 else [UNKNOWN]
        case _, _, ast.Lambda(args=ast.arguments(args=[parameter]), body=given):
            old = ast.dump(ast.Name(parameter.arg, ast.Load()))
            held = types[0] if len(types) == 1 else UNKNOWN
            return _is_own_value(file, given, name, held, lambda part: ast.dump(part) == old)
        case _:
            return False
    return all(
        is_unchangeable(held) or _is_own_value(file, given, name, held, _same(file, node, name))
        for node, given, held in zip(nodes, values, types, strict=True)
    )


def _same(file: FileIndex, node: ast.expr, name: ast.Name) -> Callable[[ast.expr], bool]:
    """What tells whether an expression is the node of a tree that a selector selects."""
    selected = ast.unparse(node).partition(".")[2]

    def is_same(part: ast.expr) -> bool:
        return _is_own(file, part, name) and ast.unparse(part).partition(".")[2] == selected

    return is_same


def is_new(file: FileIndex, value: ast.expr, root: ast.expr) -> bool:
    """Whether nothing holds a value but the tree under a root, once it is put there."""
    return is_fresh(file, value) or is_taken_out_of(file, value, root)


def _is_own(file: FileIndex, node: ast.expr, name: ast.Name) -> bool:
    """Whether an expression is the tree under a variable, or a part of it."""
    first = first_name(node)
    if first is None or first.id != name.id:
        return False
    scopes = file.names.scopes
    return scopes[first].owner(name.id) is scopes[name].owner(name.id)


def _node_types(file: FileIndex, update: TreeAtCall) -> list[Type]:
    """The types of the nodes that an update replaces, by their annotations."""
    if update.selector is None or update.pytree is None:
        return []
    tree = file.types.of(update.pytree)
    if not isinstance(tree, Instance):
        return []
    selected = paths(update.selector.body)
    ends = [end_of_path(file.types, Instance(tree.cls), path) for path in selected]
    return [end.type if isinstance(end, Node) else UNKNOWN for end in ends]


def _is_own_value(
    file: FileIndex,
    given: ast.expr,
    name: ast.Name,
    held: Type,
    is_old: Callable[[ast.expr], bool],
) -> bool:
    """Whether what replaces a node is new, or the old one's items with something new besides.

    `held` is the node's type: in a new list of values nothing is shared.
    """
    if is_new(file, given, name):
        return True
    match given:
        case ast.List(elts=elements):
            starred = [item.value for item in elements if isinstance(item, ast.Starred)]
            others = [item for item in elements if not isinstance(item, ast.Starred)]
        case ast.Dict(keys=keys, values=values):
            pairs = list(zip(keys, values, strict=True))
            starred = [item for key, item in pairs if key is None]
            others = [item for key, item in pairs if key is not None]
        case ast.Name():
            return _is_own_copy(file, given, name)
        case _:
            return False
    return holds_values(held) or (
        all(is_old(item) or is_new(file, item, name) for item in starred)
        and all(is_new(file, item, name) for item in others)
    )


def _is_own_copy(file: FileIndex, copy: ast.Name, name: ast.Name) -> bool:
    """Whether a variable is a copy of a tree's own list, which nothing reads afterwards.

    So it is where a method of the list was called on a copy.
    """
    match file.names.value(copy):
        case ast.Call(func=ast.Attribute(value=copied, attr="copy")) if _is_own(
            file, copied, name
        ):
            pass
        case _:
            return False
    # Loaded here: the two ask each other.
    from treelint.codemods.flow.succession import is_read_after
    from treelint.codemods.holders.later_changes import put_inside

    statement = file.statement(copy)
    return not is_read_after(file, copy, statement) and all(
        is_new(file, item, name)
        for use in file.uses(copy)
        if isinstance(use.ctx, ast.Load) and statement not in file.ancestors(use)
        for item in put_inside(file, use)
    )


def gets_back(file: FileIndex, target: ast.expr) -> bool:
    """Whether a variable, or a part of a tree, is assigned what a call returns that it gave it."""
    # Loaded here: the two ask each other.
    from treelint.codemods.callers import handing_back

    return handing_back.gets_back(file, target)
