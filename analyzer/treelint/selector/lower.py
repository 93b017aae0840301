"""From the syntax of a `where` function to the selector model."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.selector.lowering import Element, Lowering, Names
from treelint.selector.model import Container, ForEach, Opaque, Parameter, Path, Selector
from treelint.selector.node_tests import asked_in
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

Function: TypeAlias = ast.Lambda | ast.FunctionDef


def lower(function: Function, names: Names) -> Selector | None:
    """The model of a selector, or None for one that no single argument can call."""
    parameters = [*function.args.posonlyargs, *function.args.args]
    if not parameters:
        return None
    tree = parameters[0].arg
    try:
        if isinstance(function, ast.Lambda):
            return _expression(function, tree, names)
        return _statements(function, tree, names)
    except RecursionError:
        return _unknown(function, tree, "nested too deeply")


def _expression(function: ast.Lambda, tree: str, names: Names) -> Selector:
    result = function.body
    scope: dict[str, Element] = dict.fromkeys(_other_names(function))
    scope[tree] = Path(Parameter.TREE, (), result)
    lowering = Lowering(names)
    body = lowering.selection(result, scope)
    asked = tuple(asked_in(result, scope, lowering))
    return Selector(tree, body, asked, uses_parameter=_mentions(function, tree))


def _statements(function: ast.FunctionDef, tree: str, names: Names) -> Selector:
    # Loaded here: most selectors are lambdas.
    from treelint.selector.own_names import own_names
    from treelint.selector.statements import follow

    place = _place(function)
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in _own_nodes(function)):
        body = ForEach(Opaque("what is yielded", place), Container.GENERATOR, place)
        return Selector(tree, body, (), uses_parameter=True)
    own = own_names(function, names)
    if own is None:
        return _unknown(function, tree, "a statement that is not followed")
    parameter = None if tree in own.unfollowed else Path(Parameter.TREE, (), place)
    followed = follow(function, {tree: parameter}, own, names)
    uses_parameter = _mentions(function, tree)
    return Selector(tree, followed.returned, followed.tests, uses_parameter=uses_parameter)


def _unknown(function: Function, tree: str, reason: str) -> Selector:
    return Selector(tree, Opaque(reason, _place(function)), (), uses_parameter=True)


def _place(function: Function) -> ast.expr:
    if isinstance(function, ast.Lambda):
        return function.body
    return ast.copy_location(ast.Name("where", ast.Load()), function)


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside it."""
    pending: list[ast.AST] = [*children(function)]
    while pending:
        node = pending.pop()
        if not isinstance(node, ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            pending.extend(children(node))


def _other_names(function: ast.Lambda) -> Iterator[str]:
    """The names inside a selector that are neither the tree nor variables from outside."""
    args = function.args
    named = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    starred = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    yield from (arg.arg for arg in (*named, *starred))
    for node in walk(function.body):
        if isinstance(node, ast.NamedExpr):
            yield node.target.id


def _mentions(function: Function, name: str) -> bool:
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    return any(
        isinstance(node, ast.Name) and node.id == name
        for statement in body
        for node in walk(statement)
    )
