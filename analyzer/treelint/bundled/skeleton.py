"""A module without its bodies: what the class table asks of it, and nothing more."""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELLIPSIS = ast.Constant(...)
# Arguments of field functions that say something about the field.
_FIELD_ARGUMENTS = {
    "converter",
    "default",
    "default_factory",
    "init",
    "kw_only",
    "metadata",
    "pytree_node",
    "static",
}


def skeleton(source: str) -> list[str]:
    """The lines of an outline of a module's source."""
    tree = ast.parse(source)
    body = list(_module(tree.body))
    module = ast.Module(body, [])
    return ast.unparse(ast.fix_missing_locations(module)).splitlines()


def _module(statements: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in statements:
        match statement:
            case ast.Import() | ast.ImportFrom():
                yield statement
            case ast.ClassDef():
                yield _class(statement)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield _function(statement, ast.Expr(_ELLIPSIS))
            case ast.If() | ast.Try():
                yield from _branches(statement)
            case ast.Assign(targets=targets, value=value):
                if all(isinstance(target, ast.Name) for target in targets):
                    yield ast.Assign(targets, _alias(value))
            case ast.AnnAssign(target=ast.Name(), value=value):
                kept = None if value is None else _alias(value)
                yield ast.AnnAssign(statement.target, statement.annotation, kept, simple=1)
            case ast.Expr(value=ast.Call(func=function)) if "register" in ast.unparse(function):
                yield statement


def _branches(statement: ast.If | ast.Try) -> Iterator[ast.stmt]:
    inner = {
        name: list(_module(getattr(statement, name)))
        for name in ("body", "orelse", "finalbody")
        if hasattr(statement, name)
    }
    if not any(inner.values()):
        return
    body = inner["body"] or [ast.Pass()]
    if isinstance(statement, ast.If):
        yield ast.If(statement.test, body, inner["orelse"])
        return
    handlers = [
        ast.ExceptHandler(handler.type, handler.name, list(_module(handler.body)) or [ast.Pass()])
        for handler in statement.handlers
    ]
    yield ast.Try(body, handlers, inner["orelse"], inner["finalbody"])


def _alias(value: ast.expr) -> ast.expr:
    """A value that may stand for a type, or is a constant; anything else is not looked at."""
    match value:
        case ast.Name() | ast.Attribute() | ast.Subscript() | ast.Constant():
            return value
        case ast.BinOp(op=ast.BitOr()):
            return value
        case ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec" | "NewType")):
            return value
    return _ELLIPSIS


def _class(node: ast.ClassDef) -> ast.ClassDef:
    body: list[ast.stmt] = []
    for statement in node.body:
        body += _member(statement)
    outline = copy.copy(node)
    outline.body = body or [ast.Pass()]
    return outline


def _member(statement: ast.stmt) -> Iterator[ast.stmt]:
    match statement:
        case ast.AnnAssign(value=value):
            kept = None if value is None else _default(value)
            yield ast.AnnAssign(
                statement.target, statement.annotation, kept, simple=statement.simple
            )
        case ast.Assign(targets=targets, value=value):
            if all(isinstance(target, ast.Name) for target in targets):
                yield ast.Assign(targets, _default(value))
        case ast.FunctionDef(name="__init__"):
            kept_body = list(_assignments(statement)) or [ast.Expr(_ELLIPSIS)]
            yield _function(statement, *kept_body)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield _function(statement, _child(statement) or ast.Expr(_ELLIPSIS))
        case ast.ClassDef():
            yield _class(statement)
        case ast.If(test=test, body=body, orelse=orelse):
            inner = [kept for item in body for kept in _member(item)]
            other = [kept for item in orelse for kept in _member(item)]
            if inner or other:
                yield ast.If(test, inner or [ast.Pass()], other)


def _default(value: ast.expr) -> ast.expr:
    match value:
        case ast.Constant() | ast.Name() | ast.Attribute():
            return value
        case ast.Call(func=function, keywords=keywords):
            kept = [
                ast.keyword(item.arg, _default(item.value))
                for item in keywords
                if item.arg in _FIELD_ARGUMENTS
            ]
            return ast.Call(function, [], kept)
        case ast.Dict() if all(isinstance(item, ast.Constant) for item in value.values):
            return value
    return _ELLIPSIS


def _assignments(init: ast.FunctionDef) -> Iterator[ast.stmt]:
    """The assignments to `self` at the top of a constructor, and traces of all others."""
    top = set(init.body)
    rebound: set[str] = set()
    for node in ast.walk(init):
        match node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name()) as field], value=value):
                if node in top:
                    yield ast.Assign([field], _passed(value))
                else:
                    # Once more, so that the class table sees that nothing is certain.
                    yield ast.If(_ELLIPSIS, [ast.Assign([field], _ELLIPSIS)], [])
            case ast.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, ast.Name) and target.id not in rebound:
                        rebound.add(target.id)
                        yield ast.Assign([target], _ELLIPSIS)


def _passed(value: ast.expr) -> ast.expr:
    """A parameter passed on, or one of two values by a parameter; all else is left out."""
    match value:
        case ast.Name() | ast.Constant(value=None):
            return value
        case ast.IfExp(test=ast.Name() as test, body=body, orelse=orelse):
            return ast.IfExp(test, _passed(body), _passed(orelse))
    return _ELLIPSIS


def _child(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt | None:
    """The body of a method that only returns a child of `self`."""
    body = [
        item
        for item in node.body
        if not (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))
    ]
    match body:
        case [ast.Return(value=ast.Attribute() as value)] if _is_chain(value):
            return ast.Return(value)
    return None


def _is_chain(node: ast.expr) -> bool:
    match node:
        case ast.Attribute(value=value):
            return _is_chain(value)
        case ast.Name(id=name):
            return name == "self"
    return False


def _function(
    node: ast.FunctionDef | ast.AsyncFunctionDef, *body: ast.stmt
) -> ast.FunctionDef | ast.AsyncFunctionDef:
    arguments = node.args
    plain = ast.arguments(
        arguments.posonlyargs,
        arguments.args,
        arguments.vararg,
        arguments.kwonlyargs,
        [None if item is None else _constant(item) for item in arguments.kw_defaults],
        arguments.kwarg,
        [_constant(item) for item in arguments.defaults],
    )
    outline = copy.copy(node)
    outline.args, outline.body = plain, list(body)
    return outline


def _constant(value: ast.expr) -> ast.expr:
    return value if isinstance(value, ast.Constant | ast.Name | ast.Attribute) else _ELLIPSIS
