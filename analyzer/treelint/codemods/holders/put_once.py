"""Functions that put what they are given at one place of a tree, and keep it nowhere else."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.calls import Parameter, argument_of, called
from treelint.codemods.callers.families import family
from treelint.codemods.callers.forms import UnclearError, parameters
from treelint.codemods.flow.loops import loops_around
from treelint.codemods.holders.container_methods import PUTTING
from treelint.codemods.holders.keeping import outcomes
from treelint.fullnames import TREE_AT
from treelint.project.types import ClassObject
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex

# Functions that give it to other functions, and those to others.
_MAX_DEPTH = 4
# `setdefault` gives back what it puts in.
_PUTTING = PUTTING - {"setdefault"}


def is_put_once(
    file: FileIndex, call: ast.Call, argument: ast.expr, depth: int = _MAX_DEPTH
) -> bool:
    """Whether what a call gives has one place afterwards, whichever function the call runs."""
    target = called(file, call)
    if target is None or depth == 0:
        return False
    try:
        home, functions = target.file, family(target.file, target.function)
        names = [_given_for(file, call, argument, home, function) for function in functions]
        return all(
            _has_one_place(home, function, name, depth)
            for function, name in zip(functions, names, strict=True)
        )
    except UnclearError:
        return False


def _given_for(
    file: FileIndex,
    call: ast.Call,
    argument: ast.expr,
    home: FileIndex,
    function: ast.FunctionDef,
) -> str:
    """The parameter that an argument is given for; raise if that is not plain."""
    for name in parameters(function):
        if argument_of(file, Parameter(home, function, name, is_self=False), call) is argument:
            return name
    msg = f"it is not plain what a call gives to `{function.name}`"
    raise UnclearError(msg)


def _has_one_place(file: FileIndex, function: ast.FunctionDef, name: str, depth: int) -> bool:
    reads = [
        node
        for node in walk(function)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]
    kept = [read for read in reads if _is_kept(file, read)]
    return all(_goes_to_one_place(file, read, depth) for read in kept) and len(kept) <= 1


def _is_kept(file: FileIndex, read: ast.Name) -> bool:
    is_inside = any(isinstance(outer, ast.Lambda) for outer in file.ancestors(read))
    return is_inside or any(True for _ in outcomes(file, read))


def _goes_to_one_place(file: FileIndex, read: ast.Name, depth: int) -> bool:
    if loops_around(file, read):
        return False
    part: ast.AST = read
    for outer in file.ancestors(read):
        match outer:
            case (
                ast.Attribute()
                | ast.Subscript()
                | ast.List()
                | ast.Tuple()
                | ast.Dict()
                | ast.Starred()
                | ast.keyword()
            ):
                pass
            case ast.Lambda(body=body) if body is part:
                pass  # it is given to `tree_at`, or else there is no place to be found
            case ast.Call() if part is outer.func:
                return False
            case ast.Call(func=ast.Attribute(attr=attribute)) if attribute in _PUTTING:
                return True
            case ast.Call(func=function) if not _stores(file, function):
                given = part.value if isinstance(part, ast.keyword) else part
                return isinstance(given, ast.expr) and is_put_once(file, outer, given, depth - 1)
            case ast.Call():
                pass
            case ast.Assign(targets=[target]):
                is_place = isinstance(target, ast.Attribute | ast.Subscript)
                return is_place or isinstance(part, ast.Call)
            case ast.AugAssign(op=ast.Add() | ast.BitOr()) | ast.Return():
                return True
            case _:
                return False
        part = outer
    return False


def _stores(file: FileIndex, function: ast.expr) -> bool:
    """Whether it gives something new that has what it is given, at one place."""
    if file.names.qualified_name(function) in TREE_AT:
        return True
    made = file.types.of(function)
    return isinstance(made, ClassObject) and made.cls.kind.has_fields and not made.cls.has_own_init
