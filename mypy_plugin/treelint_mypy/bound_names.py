"""What a variable holds, where only one place of the file gives it a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import (
    GDEF,
    LDEF,
    AssignmentStmt,
    Block,
    ClassDef,
    Decorator,
    DelStmt,
    Expression,
    ForStmt,
    FuncDef,
    FuncItem,
    GlobalDecl,
    IfStmt,
    LambdaExpr,
    ListExpr,
    MatchStmt,
    NameExpr,
    NonlocalDecl,
    OperatorAssignmentStmt,
    OverloadedFuncDef,
    StarExpr,
    Statement,
    TryStmt,
    TupleExpr,
    Var,
    WhileStmt,
    WithStmt,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker


def value_of(name: NameExpr, api: TypeChecker) -> Expression | None:
    """The one value that a variable ever gets; None where there are others, or none is seen."""
    if not isinstance(name.node, Var):
        return None
    for body in _scopes(name, api):
        values = [value for target, value in _bindings(body) if target.node is name.node]
        if values:
            is_rebound = any(name.name in inner for inner in _given_away(body))
            return values[0] if len(values) == 1 and not is_rebound else None
    return None


def is_defined_once(function: FuncDef, api: TypeChecker) -> bool:
    """Whether no other branch defines a function of the same name."""
    bodies = [api.tree.defs, *_bodies_around(api)]
    if function.info:
        bodies = [function.info.defn.defs.body]
    others = (
        other
        for body in bodies
        for statement in _statements(body)
        if isinstance(statement, FuncDef | Decorator | OverloadedFuncDef)
        for other in _functions(statement)
    )
    return not any(other.original_def is function for other in others)


def _scopes(name: NameExpr, api: TypeChecker) -> Iterator[list[Statement]]:
    """The bodies in which the variable may get its value, the innermost first."""
    if name.kind == GDEF:
        yield api.tree.defs
    if name.kind == LDEF:
        yield from _bodies_around(api)


def _bodies_around(api: TypeChecker) -> Iterator[list[Statement]]:
    for scope in reversed(api.scope.stack):
        if isinstance(scope, FuncItem) and not isinstance(scope, LambdaExpr):
            yield scope.body.body


def _bindings(body: list[Statement]) -> Iterator[tuple[NameExpr, Expression | None]]:
    """Each name that gets a value, with the value where it is written; functions are left out."""
    for statement in _statements(body):
        match statement:
            case AssignmentStmt(lvalues=lvalues, rvalue=value):
                for lvalue in lvalues:
                    is_whole = isinstance(lvalue, NameExpr)
                    yield from ((name, value if is_whole else None) for name in _names(lvalue))
            case OperatorAssignmentStmt(lvalue=target) | ForStmt(index=target):
                yield from ((name, None) for name in _names(target))
            case WithStmt(target=targets):
                for opened in targets:
                    yield from ((name, None) for name in _names(opened))
            case DelStmt(expr=target):
                yield from ((name, None) for name in _names(target))


def _names(target: Expression | None) -> Iterator[NameExpr]:
    match target:
        case NameExpr():
            yield target
        case TupleExpr(items=items) | ListExpr(items=items):
            for item in items:
                yield from _names(item)
        case StarExpr(expr=inner):
            yield from _names(inner)


def _statements(body: list[Statement]) -> Iterator[Statement]:
    """The statements of a body and of the blocks in it, functions and classes left out."""
    for statement in body:
        yield statement
        for block in _blocks(statement):
            yield from _statements(block.body)


def _blocks(statement: Statement) -> Iterator[Block]:
    match statement:
        case Block():
            yield statement
        case IfStmt(body=blocks, else_body=otherwise):
            yield from filter(None, (*blocks, otherwise))
        case MatchStmt(bodies=blocks):
            yield from blocks
        case ForStmt(body=block, else_body=otherwise) | WhileStmt(body=block, else_body=otherwise):
            yield from filter(None, (block, otherwise))
        case WithStmt(body=block):
            yield block
        case TryStmt(body=block, handlers=handlers, else_body=otherwise, finally_body=last):
            yield from filter(None, (block, *handlers, otherwise, last))


def _given_away(body: list[Statement]) -> Iterator[list[str]]:
    """The names that functions further in say are those of the code around them."""
    for statement in _statements(body):
        match statement:
            case GlobalDecl(names=names) | NonlocalDecl(names=names):
                yield names
            case FuncDef() | Decorator() | OverloadedFuncDef():
                for function in _functions(statement):
                    yield from _given_away(function.body.body)
            case ClassDef(defs=block):
                yield from _given_away(block.body)


def _functions(statement: FuncDef | Decorator | OverloadedFuncDef) -> Iterator[FuncDef]:
    match statement:
        case FuncDef():
            yield statement
        case Decorator(func=function):
            yield function
        case OverloadedFuncDef(items=items):
            for item in items:
                if isinstance(item, FuncDef | Decorator):
                    yield from _functions(item)
