"""Functions of a file that change trees, found by their names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.construction import is_construction
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def changes_trees(file: FileIndex, statement: ast.stmt) -> str | None:
    """Why a tree may change while a statement is run: it calls what changes one."""
    changing = file.once(_changing)
    for node in walk(statement):
        if isinstance(node, ast.Call) and (name := _called(node)) in changing:
            return f"`{name}` changes a tree, maybe this one, in the midst of the statement"
    return None


def _changing(file: FileIndex) -> set[str]:
    """The names of the functions that change trees, or call others that do."""
    names: set[str] = set()
    for mutation in file.mutations:
        for outer in file.ancestors(mutation.statement):
            if isinstance(outer, _FUNCTIONS) and not (
                isinstance(outer, ast.FunctionDef) and is_construction(file, outer)
            ):
                names.add(outer.name)
    functions: list[ast.FunctionDef | ast.AsyncFunctionDef] = [
        *file.nodes(ast.FunctionDef),
        *file.nodes(ast.AsyncFunctionDef),
    ]
    calls = {
        function.name: {_called(node) for node in walk(function) if isinstance(node, ast.Call)}
        for function in functions
    }
    size = -1
    while size < len(names):
        size = len(names)
        names |= {name for name, called in calls.items() if called & names}
    return names


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
