"""What may run while a function is called, by the names of what is called there."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.freshness import is_unchangeable
from treelint.codemods.places import type_of
from treelint.records import dataclass
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.index import FileIndex

Scope: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_SUPPRESSING = frozenset({"assertRaises", "raises", "suppress"})
_BODIES = (ast.stmt, ast.ExceptHandler, ast.match_case)


@dataclass(frozen=True)
class _Callers:
    """What functions call, by name, and those that may be run by anyone."""

    by_name: dict[str, list[Scope]]
    called: dict[Scope, frozenset[str]]
    anyhow: frozenset[Scope]


def reached(file: FileIndex, nodes: Iterable[ast.AST]) -> frozenset[Scope]:
    """The functions of the file that may run while some nodes are, directly or not."""
    callers = file.once(_callers)
    names = {_name(call) for node in nodes for call in walk(node) if isinstance(call, ast.Call)}
    if not names:
        return frozenset()
    found: set[Scope] = set()
    pending = [*callers.anyhow, *(one for name in names for one in callers.by_name.get(name, ()))]
    while pending:
        scope = pending.pop()
        if scope not in found:
            found.add(scope)
            for name in callers.called[scope]:
                pending += callers.by_name.get(name, ())
    return frozenset(found)


def _callers(file: FileIndex) -> _Callers:
    defined: list[ast.FunctionDef | ast.AsyncFunctionDef] = [
        *file.nodes(ast.FunctionDef),
        *file.nodes(ast.AsyncFunctionDef),
    ]
    scopes: list[Scope] = [*defined, *file.nodes(ast.Lambda)]
    by_name: dict[str, list[Scope]] = {}
    for function in defined:
        by_name.setdefault(function.name, []).append(function)
        cls = file.parents[function]
        if function.name == "__init__" and isinstance(cls, ast.ClassDef):
            by_name.setdefault(cls.name, []).append(function)
    called = {
        scope: frozenset(_name(node) for node in walk(scope) if isinstance(node, ast.Call))
        for scope in scopes
    }
    passed = set(_passed(file))
    anyhow = [
        function
        for function in defined
        if function.decorator_list
        or function.name in passed
        or (function.name.startswith("__") and function.name != "__init__")
    ]
    return _Callers(by_name, called, frozenset([*anyhow, *file.nodes(ast.Lambda)]))


def _passed(file: FileIndex) -> Iterator[str]:
    """The names of functions that are read otherwise than to call them."""
    for name in file.nodes(ast.Name):
        parent = file.parents[name]
        if not (isinstance(parent, ast.Call) and parent.func is name):
            yield name.id
    for attribute in file.nodes(ast.Attribute):
        parent = file.parents[attribute]
        if not (isinstance(parent, ast.Call) and parent.func is attribute):
            yield attribute.attr


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def function_around(file: FileIndex, node: ast.AST) -> Scope | None:
    """The function in whose body a node stands."""
    child = node
    for outer in file.ancestors(node):
        if isinstance(outer, _SCOPES):
            body = outer.body if isinstance(outer.body, list) else [outer.body]
            if child in body:
                return outer
        child = outer
    return None


def reads(file: FileIndex, root: ast.expr) -> Iterator[ast.expr]:
    """Every place where a variable, or an attribute of this name, is read."""
    if isinstance(root, ast.Name):
        yield from (use for use in file.uses(root) if isinstance(use.ctx, ast.Load))
    elif isinstance(root, ast.Attribute):
        for node in file.nodes(ast.Attribute):
            if node.attr == root.attr and isinstance(node.ctx, ast.Load):
                yield node


def read_meanwhile(file: FileIndex, call: ast.Call, root: ast.expr) -> str | None:
    """Why a call may see, under its own name, a tree that it changes and only then gives back."""
    running = reached(file, [call.func, call])
    around = function_around(file, call)
    is_own = False
    if isinstance(root, ast.Name):
        owner = file.names.scopes[root].owner(root.id)
        is_own = owner is not None and owner.node is around
    for use in reads(file, root):
        scope = function_around(file, use)
        if scope in running and not (is_own and scope is around):
            shown = getattr(scope, "name", "a lambda")
            return f"`{shown}` may look at `{ast.unparse(root)}` before it is given back"
    return None


def read_around(file: FileIndex, statement: ast.stmt, root: ast.expr) -> str | None:
    """Why a statement may have read a variable when a function in it gives that another tree."""
    function = function_around(file, statement)
    if function is None:
        return None
    for use in reads(file, root):
        part: ast.AST = use
        while isinstance(outer := file.parents[part], ast.Attribute | ast.Subscript):
            if outer.value is not part:
                break
            part = outer
        if isinstance(part, ast.expr) and is_unchangeable(type_of(file, part)):
            continue
        around = file.statement(use)
        parts = [item for item in children(around) if not isinstance(item, _BODIES)]
        if function in reached(file, parts):
            return f"`{ast.unparse(root)}` is read in a statement that changes it by a call"
    return None


def caught_midway(file: FileIndex, statement: ast.stmt, root: ast.expr) -> str | None:
    """Why half of the changes of a call may be seen: it raises, and somebody goes on."""
    function = function_around(file, statement)
    if isinstance(root, ast.Name):
        owner = file.names.scopes[root].owner(root.id)
        if owner is not None and owner.node is function:
            return None
    blocks: list[ast.Try | ast.With] = [*file.nodes(ast.Try), *file.nodes(ast.With)]
    for node in blocks:
        if isinstance(node, ast.With) and not any(
            name.rpartition(".")[2] in _SUPPRESSING
            for item in node.items
            for name in [ast.unparse(item.context_expr).partition("(")[0]]
        ):
            continue
        if function is not None and function in reached(file, node.body):
            return f"what changes `{ast.unparse(root)}` may raise midway, which somebody catches"
    return None
