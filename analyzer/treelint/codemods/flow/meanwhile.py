"""What may run while a function is called, and look at a tree that is not given back yet."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.callers.effects import may_run
from treelint.codemods.callers.families import classes
from treelint.codemods.callers.forms import SUPPRESSING
from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.index import end_of
from treelint.records import dataclass
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.index import FileIndex

Scope: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BODIES = (ast.stmt, ast.ExceptHandler, ast.match_case)


@dataclass(frozen=True)
class _Callers:
    """Which functions each one may call, and those that may be run by anyone."""

    called: dict[Scope, frozenset[Scope]]
    anyhow: frozenset[Scope]


def reached(file: FileIndex, nodes: Iterable[ast.AST]) -> frozenset[Scope]:
    """The functions of the file that may run while some nodes are, directly or not."""
    calls = [call for node in nodes for call in walk(node) if isinstance(call, ast.Call)]
    if not calls:
        return frozenset()
    callers = file.once(_callers)
    found: set[Scope] = set()
    pending = [*callers.anyhow, *(one for call in calls for one in _runs(file, call))]
    while pending:
        scope = pending.pop()
        if scope not in found:
            found.add(scope)
            pending += callers.called[scope]
    return frozenset(found)


def _runs(file: FileIndex, call: ast.Call) -> Iterator[Scope]:
    """The functions that a call may run itself; to make an object runs what makes it."""
    yield from may_run(file, call)
    if isinstance(call.func, ast.Name | ast.Attribute):
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr
        yield from file.once(_constructors).get(name, ())


def _constructors(file: FileIndex) -> dict[str, list[Scope]]:
    """What makes objects, by the name of the class."""
    found: dict[str, list[Scope]] = {}
    for function in file.nodes(ast.FunctionDef):
        cls = file.parents[function]
        if isinstance(cls, ast.ClassDef) and function.name in {"__init__", "__post_init__"}:
            for heir in classes(file):
                if any(base.node is cls for base in heir.mro):
                    found.setdefault(heir.short_name, []).append(function)
    return found


def _callers(file: FileIndex) -> _Callers:
    defined: list[ast.FunctionDef | ast.AsyncFunctionDef] = [
        *file.nodes(ast.FunctionDef),
        *file.nodes(ast.AsyncFunctionDef),
    ]
    scopes: list[Scope] = [*defined, *file.nodes(ast.Lambda)]
    called = {
        scope: frozenset(
            one for node in walk(scope) if isinstance(node, ast.Call) for one in _runs(file, node)
        )
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
    return _Callers(called, frozenset([*anyhow, *file.nodes(ast.Lambda)]))


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
            # What has an item is read before its index is evaluated, and assigned to after that.
            is_target = not isinstance(outer.ctx, ast.Load)
            if outer.value is not part or is_target or _is_called_for(outer):
                break
            part = outer
        if isinstance(part, ast.expr) and is_unchangeable(type_of(file, part)):
            continue
        if function in reached(file, _calls_after(file, use)):
            return f"`{ast.unparse(root)}` is read in a statement that changes it by a call"
    return None


def _is_called_for(node: ast.Attribute | ast.Subscript) -> bool:
    """Whether a call gives an index."""
    return isinstance(node, ast.Subscript) and any(
        isinstance(inner, ast.Call) for inner in walk(node.slice)
    )


def _calls_after(file: FileIndex, use: ast.expr) -> list[ast.Call]:
    """The calls of a statement that are not done when something is read in it."""
    parts = [item for item in children(file.statement(use)) if not isinstance(item, _BODIES)]
    calls = [node for part in parts for node in walk(part) if isinstance(node, ast.Call)]
    if any(isinstance(node, _COMPREHENSIONS) for part in parts for node in walk(part)):
        return calls
    return [call for call in calls if end_of(call) > (use.lineno, use.col_offset)]


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
            name.rpartition(".")[2] in SUPPRESSING
            for item in node.items
            for name in [ast.unparse(item.context_expr).partition("(")[0]]
        ):
            continue
        if function is not None and function in reached(file, node.body):
            return f"what changes `{ast.unparse(root)}` may raise midway, which somebody catches"
    return None
