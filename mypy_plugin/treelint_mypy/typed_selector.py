"""A selector read by mypy with the tree's type, without the errors that prove nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import Argument, Expression, LambdaExpr
from mypy.types import CallableType, Type

from treelint_mypy import certainty, declared_selector, unary
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.checker import TypeChecker

    from treelint_mypy.selectors import Where


def parameter(
    given: Expression | None, where: Where | None, tree: Type, api: TypeChecker
) -> CallableType:
    """The type for mypy to check `where` against; field typos in a lambda are reported here."""
    if given is not None and declared_selector.is_for_another(given, tree, api):
        return unary.function(tree, ANY, api)
    if where is None or not isinstance(where.function, LambdaExpr):
        return unary.function(ANY, ANY, api)
    function = where.function
    if any(kind.is_star() for kind in function.arg_kinds):
        return unary.function(ANY, ANY, api)
    expected = _expected(function, tree, api)
    if not api.in_checked_function() or _read(function, where, expected, api):
        return expected
    return expected.copy_modified(arg_types=[ANY for _ in expected.arg_types])


def _expected(where: LambdaExpr, tree: Type, api: TypeChecker) -> CallableType:
    """The context in which mypy types the lambda: its kinds of parameters must agree."""
    others = [_default_type(argument, api) for argument in where.arguments[1:]]
    return CallableType(
        [tree, *others][: len(where.arguments)],
        where.arg_kinds,
        where.arg_names,
        ANY,
        api.named_generic_type("builtins.function", []),
    )


def _default_type(argument: Argument, api: TypeChecker) -> Type:
    if argument.initializer is None:
        return ANY
    with api.msg.filter_errors():
        return api.get_expression_type(argument.initializer)


def _read(function: LambdaExpr, where: Where, expected: CallableType, api: TypeChecker) -> bool:
    """Read the lambda with the tree's type; whether every error that mypy has is certain."""
    with api.msg.filter_errors(save_filtered_errors=True) as watcher:
        api.get_expression_type(function, expected)
    for argument in function.arguments:
        # mypy before 2.0 would keep the type where it reads the lambda without a context.
        argument.variable.type = None
    said = watcher.filtered_errors()
    certain = certainty.certain(said, where, api)
    api.msg.add_errors(certain)
    return len(certain) == len(said)
