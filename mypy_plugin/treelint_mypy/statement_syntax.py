"""From mypy's statement nodes to the standard `ast`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mypy import nodes

from treelint_mypy.operators import BINARY

if TYPE_CHECKING:
    from treelint_mypy.syntax import Translator


def definition(function: nodes.FuncDef, translator: Translator) -> ast.FunctionDef:
    """A function definition, less its decorators and annotations."""
    body = _block(function.body, translator)
    if function.is_generator:
        body.append(ast.Expr(ast.Yield()))  # which of its statements yields does not matter
    return ast.FunctionDef(
        name=function.name,
        args=translator.parameters(function.arguments),
        body=body,
        decorator_list=[],
    )


def _block(block: nodes.Block | None, translator: Translator) -> list[ast.stmt]:
    return [] if block is None else [_statement(inner, translator) for inner in block.body]


def _statement(node: nodes.Statement, translator: Translator) -> ast.stmt:
    result = _simple(node, translator) or _assignment(node, translator)
    result = result or _compound(node, translator)
    # What the selector model does not follow either: any statement of that kind will do.
    return ast.Global([]) if result is None else result


def _simple(node: nodes.Statement, translator: Translator) -> ast.stmt | None:
    match node:
        case nodes.ReturnStmt(expr=None):
            return ast.Return()
        case nodes.ReturnStmt(expr=nodes.Expression() as value):
            return ast.Return(translator.expression(value))
        case nodes.ExpressionStmt(expr=value):
            return ast.Expr(translator.expression(value))
        case nodes.AssertStmt(expr=test):
            return ast.Assert(translator.expression(test))
        case nodes.RaiseStmt():
            return ast.Raise()
        case nodes.BreakStmt():
            return ast.Break()
        case nodes.ContinueStmt():
            return ast.Continue()
        case nodes.PassStmt():
            return ast.Pass()
        case nodes.Import(ids=imported):
            return ast.Import([ast.alias(name, other) for name, other in imported])
        case nodes.ImportFrom(names=imported):
            return ast.ImportFrom(None, [ast.alias(name, other) for name, other in imported], 0)
    return None


def _assignment(node: nodes.Statement, translator: Translator) -> ast.stmt | None:
    match node:
        case nodes.AssignmentStmt(lvalues=lvalues, rvalue=value):
            targets = [translator.target(lvalue) for lvalue in lvalues]
            match targets, value:
                case [ast.Name() as declared], nodes.TempNode(no_rhs=True):
                    return ast.AnnAssign(declared, ast.Constant(None), None, 1)
            return ast.Assign(targets, translator.expression(value))
        case nodes.OperatorAssignmentStmt(op=op, lvalue=lvalue, rvalue=value):
            target = translator.target(lvalue)
            if isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
                return ast.AugAssign(target, BINARY[op](), translator.expression(value))
    return None


def _compound(node: nodes.Statement, translator: Translator) -> ast.stmt | None:
    match node:
        case nodes.IfStmt():
            return _if(node, translator)
        case nodes.ForStmt(is_async=False):
            return ast.For(
                translator.target(node.index),
                translator.expression(node.expr),
                _block(node.body, translator),
                _block(node.else_body, translator),
            )
        case nodes.WhileStmt():
            return ast.While(
                translator.expression(node.expr),
                _block(node.body, translator),
                _block(node.else_body, translator),
            )
        case nodes.FuncDef() | nodes.Decorator(func=nodes.FuncDef()):
            function = node.func if isinstance(node, nodes.Decorator) else node
            return definition(function, translator)
    return None


def _if(node: nodes.IfStmt, translator: Translator) -> ast.If:
    """An `if` with its `elif`s, which mypy keeps side by side."""
    otherwise: list[ast.stmt] = _block(node.else_body, translator)
    branches = list(zip(node.expr, node.body, strict=True))
    for test, body in reversed(branches[1:]):
        otherwise = [ast.If(translator.expression(test), _block(body, translator), otherwise)]
    test, body = branches[0]
    return ast.If(translator.expression(test), _block(body, translator), otherwise)
