"""Bind arguments to a function: check them, and tell what remains of its signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import errorcodes, message_registry
from mypy.nodes import ARG_NAMED, ARG_NAMED_OPT, ARG_OPT, ARG_POS
from mypy.types import CallableType, Overloaded, UnpackType, get_proper_type

from treelint.records import dataclass, field
from treelint_mypy import no_variant
from treelint_mypy.codes import PARTIAL as CODE
from treelint_mypy.remaining import Given, remaining
from treelint_mypy.trees import ANY
from treelint_mypy.variadic import is_several, solved_by, variables_in

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo
    from mypy.types import Type, TypeVarId

    from treelint_mypy.actuals import Actuals
    from treelint_mypy.partial_types import Function

_OPTIONAL = {ARG_POS: ARG_OPT, ARG_NAMED: ARG_NAMED_OPT}
# What mypy says of arguments that do not fit; anything else is about what is in the arguments.
_MISFITS = frozenset(
    # "gets multiple values for keyword argument" is of the code `misc`.
    {errorcodes.ARG_TYPE, errorcodes.CALL_ARG, errorcodes.TYPE_VAR, errorcodes.MISC}
)


@dataclass(frozen=True, slots=True)
class Binder:
    """Binds arguments as one of the `Partial`s does.

    `may_override` tells whether a later call may give a bound keyword anew, as `functools` has
    it; `equinox.Partial` and `treeops.Partial` raise. `result` is what the function should
    return, if the context of the call says so.
    """

    api: TypeChecker
    may_override: bool
    result: Type | None = None

    def bind(self, function: Function, actuals: Actuals) -> Function | None:
        """What remains of the function; arguments that it cannot take are reported.

        None if that is not known.
        """
        if isinstance(function, CallableType):
            bound = self._bound(function, actuals)
            for misfit in bound.misfits:
                misfit.code = CODE
            # What is said inside of an argument that does not fit may come from just that.
            self.api.msg.add_errors(bound.misfits or bound.inside)
            return bound.signature
        attempts = [self._bound(item, actuals) for item in function.items]
        fitting = [attempt.signature for attempt in attempts if not attempt.misfits]
        if not fitting:
            no_variant.report(function, actuals.types, actuals.call, self.api)
        known = [signature for signature in fitting if signature is not None]
        if len(known) < len(fitting) or not known:
            return None
        return known[0] if len(known) == 1 else Overloaded(known)

    def _bound(self, function: CallableType, actuals: Actuals) -> _Bound:
        bound = self._bound_for(function, actuals, self.result)
        if bound.misfits and self.result is not None:
            bound = self._bound_for(function, actuals, None)
        if bound.misfits and actuals.cautious is not None:
            return self._bound(function, actuals.cautious)
        return bound

    def _bound_for(self, function: CallableType, actuals: Actuals, result: Type | None) -> _Bound:
        """Bind to a function that should return a type, or any."""
        if function.is_ellipsis_args:
            return _Bound(None)
        solved = solved_by(function, actuals, self.api)
        if solved is None:
            return _Bound(None)
        formals = actuals.by_parameter(solved)
        told = [
            [index for index in formal if index not in actuals.placeholders] for formal in formals
        ]
        inferred, errors = self._checked(_lenient(solved, told), actuals, result)
        misfits = [error for error in errors if error.code in _MISFITS]
        inside = [error for error in errors if error.code not in _MISFITS]
        if inferred is None or actuals.more_by_place:
            return _Bound(None, misfits, inside)
        if len(inferred.arg_types) != len(solved.arg_types):
            return _Bound(None, misfits, inside)
        given = [
            _given(formal, name, actuals)
            for formal, name in zip(formals, solved.arg_names, strict=True)
        ]
        left = remaining(
            solved, inferred, given, may_override=self.may_override, options=self.api.options
        )
        return _Bound(left, misfits, inside)

    def _checked(
        self, function: CallableType, actuals: Actuals, result: Type | None
    ) -> tuple[CallableType | None, list[ErrorInfo]]:
        """The function as it is when it is called so, and what mypy says of that."""
        call, api = actuals.call, self.api
        api.type_context.append(result)
        try:
            with api.msg.filter_errors(save_filtered_errors=True) as watcher:
                _, inferred = api.expr_checker.check_call(
                    function, call.args, call.arg_kinds, call, call.arg_names
                )
        finally:
            api.type_context.pop()
        proper = get_proper_type(inferred)
        errors = self._of_binding(watcher.filtered_errors(), actuals)
        return proper if isinstance(proper, CallableType) else None, errors

    def _of_binding(self, errors: list[ErrorInfo], actuals: Actuals) -> list[ErrorInfo]:
        """The errors of the binding, without those that an argument has by itself."""
        if not errors:
            return []
        with self.api.msg.filter_errors(save_filtered_errors=True) as watcher:
            for argument in actuals.call.args:
                self.api.get_expression_type(argument)
        own = set(map(_key, watcher.filtered_errors()))
        return [error for error in errors if _key(error) not in own and _is_telling(error)]


@dataclass(frozen=True, slots=True)
class _Bound:
    """What remains of a function, None if that is not known, and what did not fit.

    `inside` is what is wrong within an argument where the function takes it, as in a lambda.
    """

    signature: CallableType | None
    misfits: list[ErrorInfo] = field(default_factory=list)
    inside: list[ErrorInfo] = field(default_factory=list)


def _is_telling(error: ErrorInfo) -> bool:
    """Whether mypy says that something is wrong, rather than that it is at a loss."""
    if error.message == message_registry.CANNOT_INFER_LAMBDA_TYPE.value:
        return False  # what it may be called with, such as a default, is said besides
    return error.severity == "error" or error.code in _MISFITS


def _key(error: ErrorInfo) -> tuple[int, int, str]:
    return error.line, error.column, error.message


def _given(formal: list[int], name: str | None, actuals: Actuals) -> Given:
    """How a parameter gets its argument."""
    if formal and actuals.placeholders.issuperset(formal):
        return Given.LATER
    hows = {actuals.is_by_name(index, name) for index in formal}
    if False in hows:
        return Given.BY_PLACE
    if True in hows:
        return Given.BY_NAME
    if None in hows:
        return Given.PERHAPS_BY_NAME
    return Given.PERHAPS if actuals.more_by_name and name is not None else Given.NOT


def _lenient(function: CallableType, formals: list[list[int]]) -> CallableType:
    """The function with every argument optional, and only the type variables that are met."""
    pairs = list(zip(function.arg_types, formals, strict=True))
    met = {variable for typ, formal in pairs if formal for variable in variables_in(typ)}
    unmet = {variable.id for variable in function.variables} - met
    return function.copy_modified(
        arg_types=[ANY if _is_open(typ, formal, unmet) else typ for typ, formal in pairs],
        arg_kinds=[_OPTIONAL.get(kind, kind) for kind in function.arg_kinds],
        variables=[variable for variable in function.variables if variable.id in met],
        # mypy then takes a missing `*args: P.args` for what may still come.
        special_sig="partial",
    )


def _is_open(typ: Type, formal: list[int], unmet: set[TypeVarId]) -> bool:
    """Whether mypy would miss arguments for `*args: *Ts`, or infer none for a P of its own."""
    if isinstance(get_proper_type(typ), UnpackType) and not formal:
        return True
    return is_several(typ) and bool(unmet & variables_in(typ))
