"""Functions of which an argument tells what others there are: `submit(f, *args, **kwargs)`.

Their `*args: P.args`, `**kwargs: P.kwargs` and `*args: *Ts` become parameters of their own once
the function that is given says what P or Ts is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checkexpr import has_uninhabited_component
from mypy.nodes import ARG_POS, CallExpr
from mypy.typeops import get_all_type_vars
from mypy.types import (
    CallableType,
    Overloaded,
    ParamSpecType,
    TypeVarTupleType,
    UnpackType,
    get_proper_type,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.checker import TypeChecker
    from mypy.types import Type, TypeVarId

    from treelint_mypy.actuals import Actuals


def solved_by(function: CallableType, actuals: Actuals, api: TypeChecker) -> CallableType | None:
    """The function with the parameters that its arguments tell of; None if they do not."""
    own = {
        variable.id
        for variable in function.variables
        if isinstance(variable, ParamSpecType | TypeVarTupleType)
    }
    if not any(is_several(typ) for typ in function.arg_types):
        return function
    given = {
        index: formal for index, formal in enumerate(actuals.by_parameter(function)) if formal
    }
    if any(_is_mixed(function.arg_types[index]) for index in given):
        return None
    if not any(own & variables_in(function.arg_types[index]) for index in given):
        return function  # nothing is told as yet, and nothing asked for
    telling = {
        index: formal[0]
        for index, formal in given.items()
        if not is_several(function.arg_types[index])
    }
    known = {variable for index in telling for variable in variables_in(function.arg_types[index])}
    by_place = any(isinstance(variable, TypeVarTupleType) for variable in function.variables)
    if not own <= known or any(
        _is_vague(index, actuals, by_place=by_place) for index in telling.values()
    ):
        return None
    return _told(function, telling, actuals.call, api)


def is_several(typ: Type) -> bool:
    """Whether this is the type of `*args` or `**kwargs` that stand for parameters."""
    return isinstance(get_proper_type(typ), ParamSpecType | UnpackType)


def _is_mixed(typ: Type) -> bool:
    """Whether this is the type of `*args` that end otherwise than they begin."""
    proper = get_proper_type(typ)
    return isinstance(proper, UnpackType) and not isinstance(
        get_proper_type(proper.type), TypeVarTupleType
    )


def _is_vague(index: int, actuals: Actuals, *, by_place: bool) -> bool:
    """Whether an argument tells less than it seems.

    It may be one of several, or a function of several signatures. And where it tells of places
    alone, mypy takes parameters for places that need not be given, or only by their names.
    """
    typ = get_proper_type(actuals.types[index])
    if actuals.call.arg_kinds[index].is_star() or isinstance(typ, Overloaded):
        return True
    kinds = typ.arg_kinds if isinstance(typ, CallableType) else []
    return by_place and any(kind is not ARG_POS for kind in kinds)


def variables_in(typ: Type) -> set[TypeVarId]:
    """The type variables in a type."""
    return {variable.id for variable in get_all_type_vars(typ)}


def _told(
    function: CallableType, telling: Mapping[int, int], call: CallExpr, api: TypeChecker
) -> CallableType | None:
    """The function as mypy infers it for what a call of another one returns.

    That one takes the arguments that tell, given by the parameters that they are for, and
    returns the function.
    """
    known = {variable for index in telling for variable in variables_in(function.arg_types[index])}
    teller = function.copy_modified(
        arg_types=[function.arg_types[index] for index in telling],
        arg_kinds=[ARG_POS for _ in telling],
        arg_names=[None for _ in telling],
        ret_type=function.copy_modified(
            variables=[variable for variable in function.variables if variable.id not in known]
        ),
        variables=[variable for variable in function.variables if variable.id in known],
    )
    asked = CallExpr(
        call.callee,
        [call.args[index] for index in telling.values()],
        [ARG_POS for _ in telling],
        [None for _ in telling],
    )
    asked.set_line(call)
    api.type_context.append(None)
    try:
        with api.msg.filter_errors():
            result, _ = api.expr_checker.check_call(
                teller, asked.args, asked.arg_kinds, asked, asked.arg_names
            )
    finally:
        api.type_context.pop()
    proper = get_proper_type(result)
    if not isinstance(proper, CallableType) or has_uninhabited_component(proper):
        return None
    return proper.with_unpacked_kwargs().with_normalized_var_args()
