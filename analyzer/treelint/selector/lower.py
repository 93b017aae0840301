"""From the syntax of a `where` function to the selector model."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.selector.lowering import Element, Lowering, Names
from treelint.selector.model import Opaque, Parameter, Path, Selector
from treelint.selector.node_tests import asked_in

if TYPE_CHECKING:
    from collections.abc import Iterator

Function: TypeAlias = ast.Lambda | ast.FunctionDef


def lower(function: Function, names: Names) -> Selector | None:
    """The model of a selector, or None for one that no single argument can call."""
    parameters = [*function.args.posonlyargs, *function.args.args]
    if not parameters:
        return None
    result = _returned(function)
    tree = parameters[0].arg
    if result is None:
        opaque = Opaque("more than one statement", ast.Name(tree, ast.Load()))
        return Selector(tree, opaque, (), uses_parameter=True)
    lowering = Lowering(names, frozenset(_keys(result)))
    scope: dict[str, Element] = dict.fromkeys(_other_parameters(function.args))
    scope[tree] = Path(Parameter.TREE, (), result)
    body = lowering.selection(result, scope)
    asked = tuple(asked_in(result, scope, lowering))
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


def _other_parameters(args: ast.arguments) -> list[str]:
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    starred = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [arg.arg for arg in (*named, *starred)][1:]


def _keys(node: ast.expr) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Subscript):
            yield from (key.id for key in ast.walk(inner.slice) if isinstance(key, ast.Name))


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(node))
