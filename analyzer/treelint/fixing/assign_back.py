"""Give a result that is thrown away to the variable that it was made from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Rewrite
from treelint.walk import walk

if TYPE_CHECKING:
    import libcst as cst

    from treelint.index import FileIndex


def assign_back(file: FileIndex, statement: ast.Expr, variable: ast.expr) -> Rewrite | None:
    """The change of `f(x)` into `x = f(x)`, if later code finds the result under `x` then.

    That is a variable of the same function, or an attribute of `self` in a class without bases.
    """
    if not _is_assignable(file, variable, statement):
        return None
    # Written anew: it may stand on two lines, which only parentheses allow.
    target = ast.unparse(variable)
    return Rewrite(statement, lambda old: _assign(old, target))


def _is_assignable(file: FileIndex, variable: ast.expr, statement: ast.Expr) -> bool:
    """Whether assigning to the expression changes what later code finds under it."""
    match variable:
        case ast.Attribute(value=ast.Name() as owner):
            return _is_self(file, owner, statement) and _is_plain_class(file, owner, statement)
        case ast.Name():
            return (
                file.names.is_local(variable)
                and not _is_loop_variable(file, variable, statement)
                and not _is_self(file, variable, statement)
            )
    return False


def _is_loop_variable(file: FileIndex, variable: ast.Name, statement: ast.Expr) -> bool:
    targets = (
        outer.target
        for outer in file.ancestors(statement)
        if isinstance(outer, ast.For | ast.AsyncFor)
    )
    return any(
        isinstance(name, ast.Name) and name.id == variable.id
        for target in targets
        for name in walk(target)
    )


def _is_self(file: FileIndex, name: ast.Name, statement: ast.Expr) -> bool:
    """Whether the name is the first parameter of a method."""
    method = _function(file, statement)
    if method is None or not isinstance(file.parents[method], ast.ClassDef):
        return False
    parameters = [*method.args.posonlyargs, *method.args.args]
    return bool(parameters) and parameters[0].arg == name.id


def _is_plain_class(file: FileIndex, name: ast.Name, statement: ast.Expr) -> bool:
    """Whether the method's class is an ordinary one, whose attributes can be assigned.

    It has no decorator, no bases that may be modules, and no property of that name.
    """
    method = _function(file, statement)
    owner = None if method is None else file.parents[method]
    if not isinstance(owner, ast.ClassDef) or owner.decorator_list or owner.keywords:
        return False
    members = {item.name for item in owner.body if isinstance(item, ast.FunctionDef)}
    attribute = file.parents[name]
    if not isinstance(attribute, ast.Attribute) or attribute.attr in members:
        return False
    return all(file.names.qualified_name(base) == "builtins.object" for base in owner.bases)


def _function(
    file: FileIndex, statement: ast.Expr
) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    for outer in file.ancestors(statement):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef):
            return outer
    return None


def _assign(statement: cst.Expr, target: str) -> cst.Assign:
    import libcst as cst

    name = cst.parse_expression(target)
    if not isinstance(name, cst.Name | cst.Attribute):
        msg = f"{target!r} cannot be assigned"
        raise TypeError(msg)
    return cst.Assign([cst.AssignTarget(name)], statement.value, semicolon=statement.semicolon)
