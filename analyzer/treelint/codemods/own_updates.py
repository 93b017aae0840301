"""Updates that give a tree back to its own variable, with nothing in it that others hold.

So are those that are written for mutations: a copy of the tree's own list, its own items with
something new besides, its own parts at other places.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.container_methods import taken_out_of
from treelint.codemods.exchanges import is_own_exchange
from treelint.codemods.freshness import is_fresh, is_unchangeable
from treelint.codemods.places import first_name
from treelint.fullnames import TREE_AT
from treelint.project.steps import Node, end_of_path
from treelint.project.types import Instance
from treelint.selector.questions import paths
from treelint.tree_at_call import bind

if TYPE_CHECKING:
    from collections.abc import Callable

    from treelint.index import FileIndex
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
    match update.function, update.replace, update.replace_fn:
        case ast.Lambda(body=ast.Tuple(elts=nodes)), ast.Tuple(elts=values), _:
            are_values = _are_values(file, update)
            if not len(nodes) == len(values) == len(are_values):
                return False
            pairs = [
                (node, given)
                for node, given, is_value in zip(nodes, values, are_values, strict=True)
                if not is_value
            ]
        case ast.Lambda(body=node), ast.expr() as given, _:
            pairs = [(node, given)]
        case _, _, ast.Lambda(args=ast.arguments(args=[parameter]), body=given):
            old = ast.Name(parameter.arg, ast.Load())
            if _is_method_of_node(file, update, given, parameter.arg):
                return True
            return _is_own_value(file, given, name, lambda part: ast.dump(part) == ast.dump(old))
        case _:
            return False
    return all(_is_own_value(file, given, name, _same(file, node, name)) for node, given in pairs)


def _same(file: FileIndex, node: ast.expr, name: ast.Name) -> Callable[[ast.expr], bool]:
    """What tells whether an expression is the node of a tree that a selector selects."""
    selected = ast.unparse(node).partition(".")[2]

    def is_same(part: ast.expr) -> bool:
        return _is_own(file, part, name) and ast.unparse(part).partition(".")[2] == selected

    return is_same


def is_new(file: FileIndex, value: ast.expr, name: str) -> bool:
    """Whether nothing holds a value but the tree under a variable, once it is put there."""
    return is_fresh(file, value) or taken_out_of(file, value) == name


def _is_own(file: FileIndex, node: ast.expr, name: ast.Name) -> bool:
    """Whether an expression is the tree under a variable, or a part of it."""
    first = first_name(node)
    if first is None or first.id != name.id:
        return False
    scopes = file.names.scopes
    return scopes[first].owner(name.id) is scopes[name].owner(name.id)


def _are_values(file: FileIndex, update: TreeAtCall) -> list[bool]:
    """Of each node that an update replaces, whether it is a value, by its annotation."""
    if update.selector is None or update.pytree is None:
        return []
    tree = file.types.of(update.pytree)
    if not isinstance(tree, Instance):
        return []
    selected = paths(update.selector.body)
    ends = [end_of_path(file.types, Instance(tree.cls), path) for path in selected]
    return [isinstance(end, Node) and is_unchangeable(end.type) for end in ends]


def _is_own_value(
    file: FileIndex, given: ast.expr, name: ast.Name, is_old: Callable[[ast.expr], bool]
) -> bool:
    """Whether what replaces a node is new, or the old one's items with something new besides."""
    match given:
        case ast.List(elts=elements):
            return all(
                is_old(item.value)
                if isinstance(item, ast.Starred)
                else is_new(file, item, name.id)
                for item in elements
            )
        case ast.Dict(keys=keys, values=values):
            return all(
                is_old(item) if key is None else is_new(file, item, name.id)
                for key, item in zip(keys, values, strict=True)
            )
        case ast.Name() if not is_new(file, given, name.id):
            return _is_own_copy(file, given, name) or _is_given_back(file, given, is_old)
        case ast.Call() if any(
            place is None and is_old(argument) for place, argument in _given_back(file, given)
        ):
            return True
    return is_new(file, given, name.id)


def _given_back(file: FileIndex, call: ast.Call) -> list[tuple[int | None, ast.expr]]:
    # Loaded here: the two ask each other.
    from treelint.codemods.handing_back import given_back

    return given_back(file, call)


def _is_given_back(file: FileIndex, name: ast.Name, is_old: Callable[[ast.expr], bool]) -> bool:
    """Whether a variable is what a call returns of a node that it was given, and nothing else.

    The node is put back where it was, and nothing reads the variable any more.
    """
    # Loaded here: the two ask each other.
    from treelint.codemods.succession import is_read_after

    stores = [use for use in file.uses(name) if isinstance(use.ctx, ast.Store)]
    target = file.parents[stores[0]] if len(stores) == 1 else None
    statement = None if target is None else file.parents[target]
    match target, statement:
        case ast.Tuple(elts=elements), ast.Assign(targets=[_], value=ast.Call() as call):
            index = elements.index(stores[0])
            is_returned = any(
                place == index and is_old(argument) for place, argument in _given_back(file, call)
            )
            return is_returned and not is_read_after(file, name, file.statement(name))
    return False


def _is_method_of_node(
    file: FileIndex, update: TreeAtCall, given: ast.expr, parameter: str
) -> bool:
    """Whether a node is replaced by what a method of it returns, which is the object itself."""
    match given:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
            if name != parameter or update.selector is None or update.pytree is None:
                return False
            tree = file.types.of(update.pytree)
            if not isinstance(tree, Instance):
                return False
            # Loaded here: the two ask each other.
            from treelint.codemods.handing_back import method_gives_back

            ends = [
                end_of_path(file.types, Instance(tree.cls), path)
                for path in paths(update.selector.body)
            ]
            return bool(ends) and all(
                isinstance(end, Node)
                and isinstance(end.type, Instance)
                and method_gives_back(file, end.type.cls, method)
                for end in ends
            )
    return False


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
    from treelint.codemods.later_changes import put_inside
    from treelint.codemods.succession import is_read_after

    statement = file.statement(copy)
    return not is_read_after(file, copy, statement) and all(
        is_new(file, item, name.id)
        for use in file.uses(copy)
        if isinstance(use.ctx, ast.Load) and statement not in file.ancestors(use)
        for item in put_inside(file, use)
    )


def gets_back(file: FileIndex, target: ast.expr) -> bool:
    """Whether a variable, or a part of a tree, is assigned what a call returns that it gave it."""
    # Loaded here: the two ask each other.
    from treelint.codemods import handing_back

    return handing_back.gets_back(file, target)
