"""Bind arguments to a function: check them, and tell what remains of its signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mypy import errorcodes
from mypy.argmap import map_actuals_to_formals
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_OPT, ARG_POS, ArgKind, CallExpr, Expression
from mypy.typeops import get_all_type_vars
from mypy.types import CallableType, Overloaded, Type, TypeVarType, get_proper_type

from treelint_mypy import no_variant
from treelint_mypy.codes import PARTIAL as CODE
from treelint_mypy.remaining import Given, remaining

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo

_OPTIONAL = {ARG_POS: ARG_OPT, ARG_NAMED: ARG_NAMED_OPT}
# What mypy says of arguments that do not fit; anything else is about the arguments themselves.
_MISFITS = frozenset(
    # "gets multiple values for keyword argument" is of the code `misc`.
    {errorcodes.ARG_TYPE, errorcodes.CALL_ARG, errorcodes.TYPE_VAR, errorcodes.MISC}
)


@dataclass(frozen=True, slots=True)
class Binding:
    """One call of `Partial`: the call of its function that it prepares.

    `may_override` tells whether a later call may give a bound keyword anew, as `functools` has
    it; `equinox.Partial` and `treeops.Partial` raise.
    """

    call: CallExpr
    args: list[Expression]
    kinds: list[ArgKind]
    names: list[str | None]
    types: list[Type]
    may_override: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """What remains of a function, None if that is not known, and what did not fit."""

    signature: CallableType | None
    misfits: list[ErrorInfo]


def binding_of(call: CallExpr, api: TypeChecker, *, may_override: bool) -> Binding:
    """The arguments of a `Partial` call after its function."""
    args = call.args[1:]
    kinds, names = call.arg_kinds[1:], call.arg_names[1:]
    # mypy words its messages by the call: this is the one that will be made.
    bound = CallExpr(call.args[0], args, kinds, names)
    bound.set_line(call)
    with api.msg.filter_errors():
        types = [api.get_expression_type(argument) for argument in args]
    return Binding(bound, args, kinds, names, types, may_override)


def bind(
    function: CallableType | Overloaded, binding: Binding, api: TypeChecker
) -> CallableType | Overloaded | None:
    """What remains of the function; arguments that it cannot take are reported."""
    if isinstance(function, CallableType):
        bound = _bound(function, binding, api)
        for misfit in bound.misfits:
            misfit.code = CODE
        api.msg.add_errors(bound.misfits)
        return bound.signature
    attempts = [_bound(item, binding, api) for item in function.items]
    fitting = [attempt.signature for attempt in attempts if not attempt.misfits]
    if not fitting:
        no_variant.report(function, binding.types, binding.call, api)
    known = [signature for signature in fitting if signature is not None]
    if len(known) < len(fitting) or not known:
        return None
    return known[0] if len(known) == 1 else Overloaded(known)


def _bound(function: CallableType, binding: Binding, api: TypeChecker) -> Bound:
    actuals = map_actuals_to_formals(
        binding.kinds,
        binding.names,
        function.arg_kinds,
        function.arg_names,
        lambda index: binding.types[index],
    )
    # The context is what the whole call of `Partial` is for, not what the function returns.
    api.type_context.append(None)
    try:
        with api.msg.filter_errors(save_filtered_errors=True) as watcher:
            _, inferred = api.expr_checker.check_call(
                _lenient(function, actuals),
                binding.args,
                binding.kinds,
                binding.call,
                binding.names,
            )
    finally:
        api.type_context.pop()
    misfits = _misfits(watcher.filtered_errors(), binding, api)
    proper = get_proper_type(inferred)
    if not isinstance(proper, CallableType) or len(proper.arg_types) != len(function.arg_types):
        return Bound(None, misfits)
    signature = remaining(
        function,
        proper,
        [_given(formal, binding) for formal in actuals],
        may_override=binding.may_override,
        options=api.options,
    )
    return Bound(signature, misfits)


def _given(actuals: list[int], binding: Binding) -> Given:
    if not actuals:
        return Given.NOT
    named = all(binding.kinds[index] is ARG_NAMED for index in actuals)
    return Given.BY_NAME if named else Given.BY_PLACE


def _lenient(function: CallableType, actuals: list[list[int]]) -> CallableType:
    """The function with every argument optional, and only the type variables that are met."""
    met = {
        variable.id
        for typ, formal in zip(function.arg_types, actuals, strict=True)
        if formal
        for variable in get_all_type_vars(typ)
    }
    return function.copy_modified(
        arg_kinds=[_OPTIONAL.get(kind, kind) for kind in function.arg_kinds],
        variables=[
            variable
            for variable in function.variables
            if variable.id in met or not isinstance(variable, TypeVarType)
        ],
        # mypy then takes a missing `*args: P.args` for what may still come.
        special_sig="partial",
    )


def _misfits(errors: list[ErrorInfo], binding: Binding, api: TypeChecker) -> list[ErrorInfo]:
    """The errors of the binding, without those that an argument has by itself."""
    if not errors:
        return []
    with api.msg.filter_errors(save_filtered_errors=True) as watcher:
        for argument in binding.args:
            api.get_expression_type(argument)
    own = set(map(_key, watcher.filtered_errors()))
    return [error for error in errors if error.code in _MISFITS and _key(error) not in own]


def _key(error: ErrorInfo) -> tuple[int, int, str]:
    return error.line, error.column, error.message
