"""A function of the user's, read by mypy with other types than it declares."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from mypy.nodes import (
    Argument,
    Block,
    ExpressionStmt,
    FuncDef,
    LambdaExpr,
    ReturnStmt,
    StrExpr,
)
from mypy.types import CallableType, Type
from mypy.typevars import fill_typevars

from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo

    from treelint_mypy.definitions import Definition


def as_lambda(function: LambdaExpr | FuncDef) -> LambdaExpr | None:
    """The function as mypy can read it in a context; None if it is more than one `return`."""
    if any(kind.is_star() for kind in function.arg_kinds):
        return None
    if isinstance(function, LambdaExpr):
        return function
    if function.is_generator or function.is_coroutine:
        return None
    match function.body.body:
        case [ReturnStmt(expr=value) as only] | [
            ExpressionStmt(expr=StrExpr()),
            ReturnStmt(expr=value) as only,
        ] if value is not None:
            block = Block([only])
            block.set_line(only)
            made = LambdaExpr(function.arguments, block)
            made.set_line(function)
            return made
    return None


def context(definition: Definition, argument: Type, api: TypeChecker) -> CallableType:
    """The type of the function when it is called with an argument of this type."""
    function = definition.function
    types = [_type_of(parameter, api) for parameter in function.arguments]
    if definition.is_method and isinstance(function, FuncDef) and not function.is_class:
        types[0] = fill_typevars(function.info)
    for index, parameter in enumerate(function.arguments):
        is_free = (
            index >= definition.by_place and parameter.variable.name not in definition.by_name
        )
        if is_free and parameter.kind.is_positional():
            types[index] = argument
            break
    return CallableType(
        types,
        function.arg_kinds,
        function.arg_names,
        ANY,
        api.named_generic_type("builtins.function", []),
    )


def _type_of(parameter: Argument, api: TypeChecker) -> Type:
    """The type of a parameter that the call does not give: that of its default."""
    if parameter.initializer is None:
        return ANY
    with api.msg.filter_errors():
        return api.get_expression_type(parameter.initializer)


def read(
    function: LambdaExpr, expected: CallableType, api: TypeChecker
) -> tuple[Type, list[ErrorInfo]]:
    """The type of the function in a context, and what mypy says of it there.

    The types of the nodes in it are those of this reading until the next.
    """
    with _types_kept(function), api.msg.filter_errors(save_filtered_errors=True) as watcher:
        typ = api.get_expression_type(function, expected)
    return typ, watcher.filtered_errors()


@contextmanager
def _types_kept(function: LambdaExpr) -> Iterator[None]:
    """The types of parameters are set where mypy reads a function, and kept by some versions."""
    variables = [parameter.variable for parameter in function.arguments]
    before = [variable.type for variable in variables]
    try:
        yield
    finally:
        for variable, typ in zip(variables, before, strict=True):
            variable.type = typ
