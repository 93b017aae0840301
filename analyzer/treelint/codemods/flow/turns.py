"""Which tree a variable holds at a place: the one it was given, or another one since then."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.flow.loops import loops_around
from treelint.codemods.flow.reach import bound_by, function_around, stores_in
from treelint.fullnames import TREE_AT
from treelint.tree_at_call import bind

if TYPE_CHECKING:
    from treelint.index import FileIndex


def bound_first(file: FileIndex, name: ast.Name) -> frozenset[ast.AST | None] | None:
    """The statements that may have given a variable the tree that it holds, or has updates of.

    None among them is the tree that a parameter was given; None for all if it is not told.
    """
    found: set[ast.AST | None] = set()
    seen: set[ast.AST] = set()
    pending = [name]
    while pending:
        statements = bound_by(file, pending.pop())
        if statements is None:
            return None
        for statement in statements:
            before = None if statement is None else _updated(file, statement, name)
            if before is None:
                found.add(statement)
            elif statement is not None and statement not in seen:
                seen.add(statement)
                pending.append(before)
    return frozenset(found)


def _updated(file: FileIndex, statement: ast.AST, name: ast.Name) -> ast.Name | None:
    """Where a statement that gives a variable an update of itself reads the variable."""
    # Loaded here: the two ask each other.
    from treelint.codemods.callers.handing_back import gets_back, given_back

    stores = stores_in(file, statement, name)
    match statement:
        case ast.Assign(value=ast.Call() as call) if len(stores) == 1:
            if file.names.qualified_name(call.func) in TREE_AT:
                tree = bind(call, file.names).pytree
                is_it = isinstance(tree, ast.Name) and tree.id == name.id
                return tree if is_it and isinstance(tree, ast.Name) else None
            if not gets_back(file, stores[0]):
                return None
            for _, argument in given_back(file, call):
                if isinstance(argument, ast.Name) and argument.id == name.id:
                    return argument if argument in file.names.scopes else None
    return None


def may_be_given(file: FileIndex, name: ast.Name) -> bool:
    """Whether a parameter may still hold, at a place, what the caller gave for it."""
    statements = bound_first(file, name)
    return statements is None or None in statements


def is_of_another_turn(
    file: FileIndex, use: ast.Name, name: ast.Name, statement: ast.stmt
) -> bool:
    """Whether a variable that is read later in a loop is given another tree before the statement.

    So it is where each turn begins with a tree of its own.
    """
    loop = next(iter(loops_around(file, statement)), None)
    function = function_around(file, statement)
    if loop is None or loop not in file.ancestors(use) or use.lineno <= statement.lineno:
        return False
    if function_around(file, loop) is not function or function_around(file, use) is not function:
        return False
    around = {statement, *file.ancestors(statement)}
    place = next((index for index, item in enumerate(loop.body) if item in around), None)
    statements = bound_first(file, name)
    if place is None or not statements:
        return False
    return all(item in loop.body[:place] for item in statements)
