"""A call of `tree_at`: its arguments by name, and the model of its selector."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass
from treelint.selector.lower import Function, lower

if TYPE_CHECKING:
    from treelint.resolve import Names
    from treelint.selector.model import Selector

Where: TypeAlias = Function | ast.AsyncFunctionDef

PARAMETERS = ("where", "pytree", "replace", "replace_fn", "is_leaf")


@dataclass(frozen=True, slots=True)
class TreeAtCall:
    """One call. An argument that is not given is None.

    `has_all` is False where `*args` or `**kwargs` may give more than is written. `function` is
    what `where` is, if it is written in the file: in the call, or under a name.
    """

    node: ast.Call
    where: ast.expr | None
    pytree: ast.expr | None
    replace: ast.expr | None
    replace_fn: ast.expr | None
    is_leaf: ast.expr | None
    has_all: bool
    function: Where | None
    selector: Selector | None


def bind(call: ast.Call, names: Names) -> TreeAtCall:
    """Match the arguments of a call with the parameters of `tree_at`."""
    given: dict[str, ast.expr] = {}
    has_all = True
    for name, argument in zip(PARAMETERS, call.args, strict=False):
        if isinstance(argument, ast.Starred):
            has_all = False
            break
        given[name] = argument
    for keyword in call.keywords:
        if keyword.arg is None:
            has_all = False
        else:
            given[keyword.arg] = keyword.value
    function = _function(given.get("where"), names)
    selector = None
    if isinstance(function, ast.Lambda | ast.FunctionDef):
        selector = lower(function, names)
    return TreeAtCall(
        node=call,
        where=given.get("where"),
        pytree=given.get("pytree"),
        replace=given.get("replace"),
        replace_fn=given.get("replace_fn"),
        is_leaf=given.get("is_leaf"),
        has_all=has_all,
        function=function,
        selector=selector,
    )


def _function(where: ast.expr | None, names: Names) -> Where | None:
    if isinstance(where, ast.Lambda):
        return where
    if where is None:
        return None
    match names.definition(where):
        case ast.Lambda() as function:
            return function
        case ast.FunctionDef() | ast.AsyncFunctionDef() as function if not function.decorator_list:
            return function
    return None
