"""What a use of an array gives it to: other variables, containers, functions that keep it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import type_of
from treelint.project.types import Array, Scalar
from treelint.sites.arrays.items import is_array
from treelint.sites.arrays.memory import passes_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# Methods that keep what they are given in the object that they are called on.
_KEEPING = frozenset(
    {"add", "append", "appendleft", "extend", "extendleft", "insert", "put", "put_nowait"}
    | {"send", "setdefault", "update"}
)


def keepers(file: FileIndex, use: ast.expr) -> Iterator[ast.Name | str]:
    """The variables that a use gives the array to; or what else has it, in words."""
    text = ast.unparse(use)
    inner: ast.AST = use
    outer = file.parents[inner]
    while not isinstance(outer, ast.stmt):
        match outer:
            case ast.NamedExpr(target=target):
                yield target
            case ast.Yield() | ast.YieldFrom():
                yield f"`{text}` is handed out by a `yield`"
                return
            case ast.Lambda(body=body):
                # What its body reads it finds anew.
                if body is not inner:
                    yield f"`{ast.unparse(outer)}` holds the same array"
                return
            case ast.Call(func=ast.Attribute(value=value, attr=attr) as function):
                if function is not inner and attr in _KEEPING and not _is_array(file, value):
                    yield f"`{ast.unparse(function)}` may have kept `{text}`"
        if not passes_on(file, outer, inner):
            return
        inner, outer = outer, file.parents[outer]
        if isinstance(inner, ast.expr) and isinstance(type_of(file, inner), Scalar):
            return  # a number, such as another field of a tree that has the array
    yield from _kept_by(file, outer, inner)


def _is_array(file: FileIndex, node: ast.expr) -> bool:
    return isinstance(file.types.of(node), Array) or is_array(file, node)


def _kept_by(file: FileIndex, statement: ast.stmt, value: ast.AST) -> Iterator[ast.Name | str]:
    targets: list[ast.expr] = []
    match statement:
        case ast.Assign() if value is statement.value:
            targets = statement.targets
        case ast.AnnAssign() if value is statement.value:
            targets = [statement.target]
        case ast.AugAssign() if value is statement.value:
            # To an array the numbers are added, to a list the array.
            is_number = _is_array(file, statement.target)
            targets = [] if is_number else [statement.target]
        case ast.For() | ast.AsyncFor() if value is statement.iter:
            targets = [statement.target]
        case ast.With(items=items) | ast.AsyncWith(items=items):
            targets = [item.optional_vars for item in items if item.optional_vars is not None]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield f"`{statement.name}` may hold the same array"
        case ast.Match():
            yield "a `match` may hold the same array"
    for target in targets:
        yield from taking(file, target)


def taking(file: FileIndex, target: ast.expr) -> Iterator[ast.Name | str]:
    """The variables that a target binds; what else takes the value, in words."""
    match target:
        case ast.Name():
            yield target
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from taking(file, element)
        case ast.Starred(value=value):
            yield from taking(file, value)
        case ast.Subscript(value=value) if _is_array(file, value):
            pass  # items of arrays are copied
        case _:
            yield f"`{ast.unparse(target)}` may hold the same array"
