"""The types of variables that hold parts of trees, by the annotations of the fields.

What is known of a tree goes no further than its class once `tree_at` was called on it, as that
asks for no types. The annotations still say what code means to be in the fields.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.other_files import is_named_elsewhere
from treelint.codemods.finding.places import root_of, type_of
from treelint.codemods.flow.reach import bound_by, stores_in
from treelint.fullnames import TREE_AT
from treelint.project.classes import TreeKind
from treelint.project.types import (
    UNKNOWN,
    Instance,
    Listing,
    Mapping,
    Scalar,
    Type,
    alternatives,
    constants_forgotten,
    join,
    without_none,
)
from treelint.resolve import ScopeKind
from treelint.tree_at_call import bind

if TYPE_CHECKING:
    from treelint.index import FileIndex

_CHAINS = {ast.Attribute, ast.Subscript, type(None)}


def variable_type(file: FileIndex, name: ast.Name) -> Type:
    """What the assignments and loops that reach a place give to a variable."""
    known, asked = file.once(_known), file.once(_asked)
    if name in known:
        return known[name]
    if name in asked:
        return UNKNOWN  # it is made from itself
    asked.add(name)
    try:
        statements = bound_by(file, name)
        if statements is None:
            found = _of_module(file, name)
        else:
            # Where nothing is bound nothing is known.
            found = join(
                UNKNOWN if node is None else _bound(file, node, name)
                for node in statements or {None}
            )
    finally:
        asked.remove(name)
    if not asked:
        known[name] = found
    return found


def is_plain_number(file: FileIndex, name: ast.Name) -> bool:
    """Whether all that a variable is ever given are numbers, so that each stays what it is."""
    stores = [use for use in file.uses(name) if not isinstance(use.ctx, ast.Load)]
    if any(file.names.scopes[use] is not file.names.scopes[stores[0]] for use in stores):
        return False
    return bool(stores) and all(_is_given_number(file, store) for store in stores)


def _is_given_number(file: FileIndex, store: ast.Name) -> bool:
    match file.parents[store]:
        case (
            ast.Assign(value=value)
            | ast.AnnAssign(value=ast.expr() as value)
            | ast.AugAssign(value=value)
        ):
            return isinstance(type_of(file, value), Scalar)
        case ast.For(target=target, iter=ast.Call(func=func)) if target is store:
            return file.names.qualified_name(func) == "builtins.range"
    return False


def is_container_in_tree(file: FileIndex, name: ast.Name) -> bool:
    """Whether a variable is a list, dict or set of a tree wherever it may have been bound."""
    if all(type(binding.definition) not in _CHAINS for binding in file.names.bindings(name)):
        return False
    statements = bound_by(file, name)
    if not statements:
        return False
    return all(_is_of_container(file, node) for node in statements)


def _is_of_container(file: FileIndex, statement: ast.AST | None) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name()], value=ast.Subscript(slice=ast.Slice())):
            return False  # a list of its own
        case ast.Assign(targets=[ast.Name()], value=ast.Attribute() | ast.Subscript() as value):
            held = without_none(type_of(file, value))
            return isinstance(held, Listing | Mapping) and _is_of_tree(file, value)
        case ast.For(target=ast.Name(), iter=ast.Attribute() | ast.Subscript() as value):
            return isinstance(_item(file, value), Listing | Mapping) and _is_of_tree(file, value)
    return False


def _is_of_tree(file: FileIndex, value: ast.expr) -> bool:
    """Whether something is a part of a tree, rather than of a record that JAX may never see.

    Such a NamedTuple is taken apart by name, and what it holds is filled.
    """
    root = root_of(file, value)
    held = None if root is None else type_of(file, root)
    return held is not None and not any(
        isinstance(member, Instance) and member.cls.kind is TreeKind.NAMED_TUPLE
        for member in alternatives(held)
    )


def _of_module(file: FileIndex, name: ast.Name) -> Type:
    """What a variable of the module is that functions assign as well, by `global`."""
    owner = file.names.scopes[name].owner(name.id)
    if owner is None or owner.kind is not ScopeKind.MODULE or is_named_elsewhere(file, name.id):
        return UNKNOWN
    types: list[Type] = []
    for store in file.uses(name):
        if isinstance(store.ctx, ast.Load):
            continue
        match file.parents[store]:
            case (
                ast.Assign(targets=[ast.Name()], value=value)
                | ast.AnnAssign(value=ast.expr() as value)
            ):
                if not _is_of_itself(file, name.id, value):
                    types.append(type_of(file, value))
            case _:
                return UNKNOWN
    return constants_forgotten(join(types))


def _is_of_itself(file: FileIndex, name: str, value: ast.expr) -> bool:
    """Whether a value is an update of the variable, which is of the same class."""
    if not isinstance(value, ast.Call) or file.names.qualified_name(value.func) not in TREE_AT:
        return False
    tree = bind(value, file.names).pytree
    return isinstance(tree, ast.Name) and tree.id == name


def _known(_: FileIndex) -> dict[ast.Name, Type]:
    """The answers so far."""
    return {}


def _asked(_: FileIndex) -> set[ast.Name]:
    """The questions that are being asked."""
    return set()


def _bound(file: FileIndex, statement: ast.AST, name: ast.Name) -> Type:
    """What one statement gives to a variable."""
    match statement:
        case ast.Assign(targets=[ast.Name()], value=ast.Attribute() | ast.Subscript() as value):
            return type_of(file, value)
        case ast.AugAssign(target=ast.Name() as target, value=value):
            types = {type_of(file, target), type_of(file, value)}
            return Scalar("int") if types == {Scalar("int")} else UNKNOWN
        case ast.For(target=ast.Name(), iter=iterated):
            return _item(file, iterated)
        case ast.For(target=ast.Tuple(elts=elements), iter=ast.Call(func=func, args=arguments)):
            stores = stores_in(file, statement, name)
            if len(stores) != 1 or stores[0] not in elements:
                return UNKNOWN
            place, function = elements.index(stores[0]), file.names.qualified_name(func)
            if function == "builtins.zip" and len(elements) == len(arguments):
                return _item(file, arguments[place])
            if function == "builtins.enumerate" and place == 1 and arguments:
                return _item(file, arguments[0])
    return UNKNOWN


def _item(file: FileIndex, iterated: ast.expr) -> Type:
    match iterated:
        case ast.Call(func=func, args=[inner]):
            is_order = file.names.qualified_name(func) == "builtins.reversed"
            return _item(file, inner) if is_order else UNKNOWN
        case ast.Subscript(value=inner, slice=ast.Slice()):
            return _item(file, inner)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            if not any(isinstance(element, ast.Starred) for element in elements):
                return join(type_of(file, element) for element in elements)
        case ast.Attribute() | ast.Subscript() | ast.Name():
            held = without_none(type_of(file, iterated))
            return held.element if isinstance(held, Listing) else UNKNOWN
    return UNKNOWN
