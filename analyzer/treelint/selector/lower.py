"""From the syntax of a `where` function to the selector model."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.selector.lowering import Element, Lowering, Names
from treelint.selector.model import (
    Container,
    ForEach,
    Opaque,
    Parameter,
    Path,
    Selection,
    Selector,
)
from treelint.selector.node_tests import asked_in

if TYPE_CHECKING:
    from collections.abc import Iterator

Function: TypeAlias = ast.Lambda | ast.FunctionDef


def lower(function: Function, names: Names) -> Selector | None:
    """The model of a selector, or None for one that no single argument can call."""
    parameters = [*function.args.posonlyargs, *function.args.args]
    if not parameters:
        return None
    tree = parameters[0].arg
    result = _returned(function)
    if result is None:
        return Selector(tree, _unreturned(function), (), uses_parameter=True)
    scope: dict[str, Element] = dict.fromkeys(_other_names(function, result))
    scope[tree] = Path(Parameter.TREE, (), result)
    lowering = Lowering(names)
    try:
        body = lowering.selection(result, scope)
        asked = tuple(asked_in(result, scope, lowering))
    except RecursionError:
        return Selector(tree, Opaque("nested too deeply", result), (), uses_parameter=True)
    return Selector(tree, body, asked, uses_parameter=_mentions(result, tree))


def _returned(function: Function) -> ast.expr | None:
    """The one expression that the function returns, if that is all it does."""
    if isinstance(function, ast.Lambda):
        return function.body
    match function.body:
        case [ast.Return(value=ast.expr() as value)]:
            return value
        case [ast.Expr(value=ast.Constant()), ast.Return(value=ast.expr() as value)]:
            return value
    return None


def _unreturned(function: Function) -> Selection:
    """What a function of several statements returns."""
    place = ast.copy_location(ast.Name("where", ast.Load()), function)
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(function)):
        return ForEach(Opaque("what is yielded", place), Container.GENERATOR, place)
    return Opaque("more than one statement", place)


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside it."""
    pending: list[ast.AST] = [*ast.iter_child_nodes(function)]
    while pending:
        node = pending.pop()
        if not isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            pending.extend(ast.iter_child_nodes(node))


def _other_names(function: Function, result: ast.expr) -> Iterator[str]:
    """The names inside a selector that are neither the tree nor variables from outside."""
    args = function.args
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    starred = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    yield from (arg.arg for arg in (*named, *starred))
    for node in ast.walk(result):
        if isinstance(node, ast.NamedExpr):
            yield node.target.id


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(node))
