"""Where an argument goes: the reads of the parameter that it becomes, in the same file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import PARTIAL

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.types import Function

_BINDERS = frozenset({*PARTIAL, "functools.partial"})


def is_binder(file: FileIndex, call: ast.Call) -> bool:
    """Whether a call only binds its arguments to the function that is the first of them."""
    return file.names.qualified_name(call.func) in _BINDERS


def parameter_reads(
    file: FileIndex, call: ast.Call, argument: ast.expr
) -> tuple[ast.Name, ...] | None:
    """Where what is given to a call, or bound by a Partial, is read by the function it is for.

    None where the function is of another file, is decorated, or gives the name another value.
    """
    from treelint.project.types import Function

    arguments = call.args
    target = call.func
    if is_binder(file, call):
        target, *arguments = call.args
    function = file.types.of(target)
    if not isinstance(function, Function) or function.node not in file.parents:
        return None
    if function.transforms or getattr(function.node, "decorator_list", ()):
        return None
    name = _parameter(function, arguments, call.keywords, argument)
    return None if name is None else _reads(file, function.node, name)


def _parameter(
    function: Function,
    arguments: list[ast.expr],
    keywords: list[ast.keyword],
    argument: ast.expr,
) -> str | None:
    for keyword in keywords:
        if keyword.value is argument:
            return keyword.arg
    parameters = [*function.node.args.posonlyargs, *function.node.args.args]
    if function.bound is not None:
        parameters = parameters[1:]
    for parameter, given in zip(parameters, arguments, strict=False):
        if isinstance(given, ast.Starred):
            return None
        if given is argument:
            return parameter.arg
    return None


def _reads(file: FileIndex, function: ast.AST, name: str) -> tuple[ast.Name, ...] | None:
    found: list[ast.Name] = []
    for node, scope in file.names.scopes.items():
        if node.id != name:
            continue
        owner = scope.owner(name)
        if owner is None or owner.node is not function:
            continue
        if not isinstance(node.ctx, ast.Load):
            return None
        found.append(node)
    return tuple(found)
