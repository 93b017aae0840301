"""Parameters: whether every caller gets the updated tree, and puts it where the old one was."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.freshness import is_fresh
from treelint.codemods.other_files import is_named_elsewhere
from treelint.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex


def not_handed_back(file: FileIndex, statement: ast.stmt, name: ast.Name) -> str | None:
    """Why a caller would be left with the old tree; None if none would."""
    owner = file.names.scopes[name].owner(name.id)
    function = None if owner is None else owner.node
    if not isinstance(function, ast.FunctionDef):
        return f"`{name.id}` is a parameter, and its function does not return it as it is"
    if not isinstance(file.parents[function], ast.Module) or function.decorator_list:
        return f"`{name.id}` is a parameter of a function that others may call"
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(function)):
        return f"`{name.id}` is a parameter of a generator"
    if not _returns_it(file, function, statement, name.id):
        return f"`{function.name}` does not return `{name.id}` wherever it ends after this"
    if is_named_elsewhere(file, function.name):
        return f"`{function.name}` is named in other files, whose calls are not followed"
    for use in _uses(file, function):
        reason = _of_use(file, function, use, name.id)
        if reason is not None:
            return reason
    return None


def _returns_it(
    file: FileIndex, function: ast.FunctionDef, statement: ast.stmt, name: str
) -> bool:
    """Whether the function ends with `return name`, and each `return` is one of those."""
    returns = [node for node in _own_nodes(function) if isinstance(node, ast.Return)]
    are_same = all(
        isinstance(node.value, ast.Name) and node.value.id == name
        for node in returns
        if node.lineno > statement.lineno
    )
    # One before it is not passed by what comes after it, unless in a loop.
    loops = [
        outer for outer in file.ancestors(statement) if isinstance(outer, ast.For | ast.While)
    ]
    early = [node for node in returns if node.lineno < statement.lineno]
    are_early_same = all(
        not loops or (isinstance(node.value, ast.Name) and node.value.id == name) for node in early
    )
    return are_same and are_early_same and isinstance(function.body[-1], ast.Return)


def _uses(file: FileIndex, function: ast.FunctionDef) -> Iterator[ast.Name]:
    for node in file.nodes(ast.Name):
        if node.id == function.name:
            owner = file.names.scopes[node].owner(node.id)
            if owner is file.names.module:
                yield node


def _of_use(file: FileIndex, function: ast.FunctionDef, use: ast.Name, name: str) -> str | None:
    """Why a use of the function may leave somebody with the old tree."""
    call = file.parents[use]
    shown = f"`{function.name}`"
    if not isinstance(call, ast.Call) or call.func is not use:
        return f"{shown} is used otherwise than by a call, so that its caller is not known"
    argument = _argument(function, call, name)
    if argument is None:
        return f"it is not plain what a call of {shown} gives for `{name}`"
    match file.parents[call]:
        case ast.Assign(targets=[target]) if ast.unparse(target) == ast.unparse(argument):
            return None
    if is_fresh(file, argument):
        return None
    return f"a caller of {shown} keeps the old `{ast.unparse(argument)}`"


def _argument(function: ast.FunctionDef, call: ast.Call, name: str) -> ast.expr | None:
    parameters = [*function.args.posonlyargs, *function.args.args]
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    given = {
        parameter.arg: argument for parameter, argument in zip(parameters, call.args, strict=False)
    }
    given |= {item.arg: item.value for item in call.keywords if item.arg is not None}
    return given.get(name)


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        ):
            pending += children(node)
