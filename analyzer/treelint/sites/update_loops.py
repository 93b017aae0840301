"""Loops that update another node of one tree in each turn."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass
from treelint.selector.model import ForEach, Nodes, Opaque, Parameter, Path
from treelint.selector.questions import paths
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.index import FileIndex
    from treelint.resolve import Scope
    from treelint.tree_at_call import TreeAtCall

_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


Loop: TypeAlias = ast.For | ast.While


@dataclass(frozen=True, slots=True)
class UpdateLoop:
    """`for ...: tree = tree_at(where, tree, ...)`, where `where` depends on the turn.

    Of several such updates in one loop it is the first.
    """

    loop: Loop
    statement: ast.Assign
    call: TreeAtCall
    tree: ast.Name


def update_loops(file: FileIndex) -> Iterator[UpdateLoop]:
    """The loops of a file in which the turns do not depend on each other."""
    updates = {
        statement: call
        for call in file.tree_at_calls
        if isinstance(statement := file.parents[call.node], ast.Assign)
        and _is_update(file, statement, call)
    }
    inside: dict[Loop, list[TreeAtCall]] = {}
    for statement, call in updates.items():
        for loop in _loops(file, statement):
            inside.setdefault(loop, []).append(call)
    bound: dict[Loop, frozenset[str]] = {}
    done: set[tuple[Loop, str]] = set()
    for statement, call in updates.items():
        tree = statement.targets[0]
        if not isinstance(tree, ast.Name):
            continue
        scope = file.names.scopes[tree]
        names = _names(file, call, scope)
        for loop in _loops(file, statement):
            if loop not in bound:
                bound[loop] = _bound(file, loop, scope)
            if names & (bound[loop] - {tree.id}):
                if (loop, tree.id) not in done and _is_independent(file, loop, tree, inside[loop]):
                    yield UpdateLoop(loop, statement, call, tree)
                done.add((loop, tree.id))
                break


def _is_update(file: FileIndex, statement: ast.Assign, call: TreeAtCall) -> bool:
    """Whether it is `tree = tree_at(where, tree, ...)`, with a selector that is known."""
    match statement.targets, call.pytree:
        case [ast.Name(id=name) as target], ast.Name(id=other) as tree if name == other:
            scopes = file.names.scopes
            if scopes[target].owner(name) is not scopes[tree].owner(name) or not call.has_all:
                return False
            return bool(selected(file, call))
    return False


def selected(file: FileIndex, call: TreeAtCall) -> list[ast.expr]:
    """The nodes that a call selects, as they are written: paths, or `getattr` of a path."""
    if call.selector is None:
        return []
    match call.selector.body:
        case Nodes(items=items):
            found: list[ast.expr] = [item.origin for item in items]
            are_known = all(isinstance(item, Path) for item in items)
        case Opaque(origin=ast.Call(func=func, args=[ast.expr(), ast.expr()]) as origin):
            found = [origin]
            are_known = file.names.qualified_name(func) == "builtins.getattr"
        case Path() | ForEach() as body:
            found = [body.origin]
            are_known = bool(list(paths(body)))
        case _:
            return []
    is_own = all(path.root is Parameter.TREE for path in paths(call.selector.body))
    return found if are_known and is_own else []


def _loops(file: FileIndex, statement: ast.stmt) -> Iterator[Loop]:
    """The loops around a statement in its function, from the nearest outwards."""
    inner: ast.AST = statement
    for outer in file.ancestors(statement):
        if isinstance(outer, _SCOPES):
            return
        if isinstance(outer, Loop) and inner in outer.body:
            yield outer
        inner = outer


def _turn(loop: Loop) -> list[ast.AST]:
    """What runs in each turn."""
    return [loop.target if isinstance(loop, ast.For) else loop.test, *loop.body]


def _bound(file: FileIndex, loop: Loop, scope: Scope) -> frozenset[str]:
    """The variables that get a value in each turn."""
    return frozenset(
        node.id
        for part in _turn(loop)
        for node in walk(part)
        if isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Store)
        and file.names.scopes[node].owner(node.id) is scope.owner(node.id)
    )


def _names(file: FileIndex, call: TreeAtCall, scope: Scope) -> set[str]:
    """The variables of the surrounding code that the selection depends on."""
    parts = [part for part in (call.where, call.function) if part is not None]
    return {
        node.id
        for part in parts
        for node in walk(part)
        if isinstance(node, ast.Name)
        and file.names.scopes[node].owner(node.id) is scope.owner(node.id)
    }


def _is_independent(
    file: FileIndex,
    loop: Loop,
    tree: ast.Name,
    updates: Sequence[TreeAtCall],
) -> bool:
    """Whether no turn can see what those before it have done to the tree.

    Each may read the very nodes that it replaces itself.
    """
    scopes = file.names.scopes
    owner = scopes[tree].owner(tree.id)
    texts = {text for call in updates for text in _outside(file, call, tree.id)}
    trees = {call.pytree for call in updates}
    statements = {file.parents[call.node] for call in updates}
    for part in _turn(loop):
        for node in walk(part):
            if not isinstance(node, ast.Name) or node.id != tree.id:
                continue
            if scopes[node].owner(tree.id) is not owner:
                continue
            parent = file.parents[node]
            if parent in statements and isinstance(node.ctx, ast.Store):
                continue
            if node in trees or _is_within(file, node, texts):
                continue
            return False
    return True


def _outside(file: FileIndex, call: TreeAtCall, name: str) -> Iterator[str]:
    """The selected nodes as they are written outside of the selector."""
    # Loaded here: few loops get as far as this.
    import copy

    parameter = "" if call.selector is None else call.selector.parameter
    for node in selected(file, call):
        renamed = copy.deepcopy(node)
        for inner in walk(renamed):
            if isinstance(inner, ast.Name) and inner.id == parameter:
                inner.id = name
        yield ast.unparse(renamed)


def _is_within(file: FileIndex, node: ast.expr, texts: set[str]) -> bool:
    """Whether a variable is read as the beginning of one of these expressions."""
    for outer in file.ancestors(node):
        if not isinstance(outer, ast.expr):
            return False
        if ast.unparse(outer) in texts:
            return True
    return False
