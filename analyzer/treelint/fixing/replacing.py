"""Say by `replace_fn` what a call of `tree_at` says by `replace`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from treelint.fixing.renaming import named
from treelint.tree_at_call import PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Callable


def by_itself(call: cst.Call) -> cst.Call:
    """`replace=f` as `replace_fn=f`."""
    return _with_replace_fn(call, lambda value: value)


def by_function(call: cst.Call) -> cst.Call:
    """`replace=f(node)` as `replace_fn=f`."""

    def function(value: cst.BaseExpression) -> cst.BaseExpression:
        if not isinstance(value, cst.Call):
            msg = f"{type(value).__name__} is no call"
            raise TypeError(msg)
        return value.func

    return _with_replace_fn(call, function)


def by_lambda(call: cst.Call, name: str, texts: frozenset[str]) -> cst.Call:
    """The replacement as a function of the node, which goes by `name` wherever it is read.

    `texts` are the ways in which the node is written in the replacement.
    """

    def function(value: cst.BaseExpression) -> cst.BaseExpression:
        parameters = cst.Parameters([cst.Param(cst.Name(name))])
        return cst.Lambda(parameters, named(value, texts, name))

    return _with_replace_fn(call, function)


def _with_replace_fn(
    call: cst.Call, change: Callable[[cst.BaseExpression], cst.BaseExpression]
) -> cst.Call:
    arguments = [
        _renamed(argument, change) if _parameter(argument, index) == "replace" else argument
        for index, argument in enumerate(call.args)
    ]
    return call.with_changes(args=arguments)


def _parameter(argument: cst.Arg, index: int) -> str:
    return PARAMETERS[index] if argument.keyword is None else argument.keyword.value


def _renamed(
    argument: cst.Arg, change: Callable[[cst.BaseExpression], cst.BaseExpression]
) -> cst.Arg:
    """The argument by keyword, as positional ones have other names."""
    none = cst.SimpleWhitespace("")
    equal = argument.equal
    if not isinstance(equal, cst.AssignEqual):
        equal = cst.AssignEqual(none, none)
    return argument.with_changes(
        keyword=cst.Name("replace_fn"), equal=equal, value=change(argument.value)
    )
