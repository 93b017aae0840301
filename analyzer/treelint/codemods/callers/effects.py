"""Functions of a file that change trees, and the calls that may run one."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.callers.calls import called
from treelint.codemods.callers.families import family
from treelint.codemods.callers.forms import UnclearError
from treelint.codemods.callers.other_files import other_file, path_of
from treelint.codemods.finding.construction import is_construction
from treelint.codemods.finding.places import type_of
from treelint.project.types import Instance, without_none
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def changes_trees(file: FileIndex, statement: ast.stmt) -> str | None:
    """Why a tree may change while a statement is run: it calls what changes one."""
    changing = file.once(_changing)
    for node in walk(statement):
        if not isinstance(node, ast.Call):
            continue
        name = _name(file, node)
        if may_run(file, node) & changing or _changes_elsewhere(file, name):
            return f"`{name}` changes a tree, maybe this one, in the midst of the statement"
    return None


def _changes_elsewhere(file: FileIndex, name: str) -> bool:
    """Whether a function of this name in another file changes trees, or calls what does."""
    known = file.once(_known_elsewhere)
    if name not in known:
        known[name] = not file.once(_by_name).get(name) and _does_elsewhere(file, name, set())
    return known[name]


def _known_elsewhere(_: FileIndex) -> dict[str, bool]:
    return {}


def _does_elsewhere(file: FileIndex, name: str, asked: set[str]) -> bool:
    asked.add(name)
    paths = file.neighbours.defining(path_of(file), name) if name else ()
    if paths is None:
        return True
    for path in paths:
        other = other_file(file, path)
        if other is None:
            continue  # what cannot be looked into is no module to import
        for function in other.once(_by_name).get(name, []):
            if function in other.once(_changing):
                return True
            inside = {_name(other, node) for node in walk(function) if isinstance(node, ast.Call)}
            if any(_does_elsewhere(other, inner, asked) for inner in inside - asked):
                return True
    return False


def _changing(file: FileIndex) -> frozenset[Function]:
    """The functions that change trees, or call others that do."""
    found: set[Function] = set()
    for mutation in file.mutations:
        for outer in file.ancestors(mutation.statement):
            if isinstance(outer, _FUNCTIONS) and not (
                isinstance(outer, ast.FunctionDef) and is_construction(file, outer)
            ):
                found.add(outer)
    runs: dict[Function, set[Function]] = {}
    if found:
        for functions in file.once(_by_name).values():
            for function in functions:
                inside = (node for node in walk(function) if isinstance(node, ast.Call))
                runs[function] = {one for call in inside for one in may_run(file, call)}
    size = -1
    while size < len(found):
        size = len(found)
        found |= {function for function, others in runs.items() if others & found}
    return frozenset(found)


def may_run(file: FileIndex, call: ast.Call) -> frozenset[Function]:
    """The functions of the file that a call may run: all of its name, where it is not known."""
    same = file.once(_by_name).get(_name(file, call), [])
    if not same:
        return frozenset()
    target = called(file, call)
    if target is None:
        return frozenset(same)
    if target.file is not file:
        return frozenset()
    try:
        return frozenset(family(file, target.function))
    except UnclearError:
        return frozenset(same)


def _by_name(file: FileIndex) -> dict[str, list[Function]]:
    defined: list[Function] = [*file.nodes(ast.FunctionDef), *file.nodes(ast.AsyncFunctionDef)]
    functions: dict[str, list[Function]] = {}
    for function in defined:
        functions.setdefault(function.name, []).append(function)
    return functions


def _name(file: FileIndex, call: ast.Call) -> str:
    """The name of what a call runs; that of an object is `__call__`."""
    is_called = "__call__" in file.once(_by_name)
    if is_called and isinstance(without_none(type_of(file, call.func)), Instance):
        return "__call__"
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
