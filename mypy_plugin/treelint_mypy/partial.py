"""`Partial`: the arguments that it binds are checked, and the signature that remains is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.messages import format_type
from mypy.nodes import ARG_POS, CallExpr
from mypy.subtypes import is_subtype
from mypy.types import (
    CallableType,
    FunctionLike,
    Instance,
    ParamSpecType,
    ProperType,
    UnionType,
    get_proper_type,
)

from treelint_mypy import abstract, wanted, wrapped
from treelint_mypy.actuals import actuals_of
from treelint_mypy.binding import Binder
from treelint_mypy.codes import PARTIAL as CODE
from treelint_mypy.partial_types import (
    PARTS,
    Kind,
    bound_names,
    bound_parts,
    class_made,
    kind_of,
    prepared,
)
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.nodes import Expression
    from mypy.plugin import FunctionSigContext
    from mypy.types import Type

    from treelint_mypy.actuals import Actuals
    from treelint_mypy.partial_types import Wrapped


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(Callable[..., R], ...) -> Partial[R]` becomes `(Any, ...) -> (what remains to call)`."""
    default = ctx.default_signature
    made = get_proper_type(default.ret_type)
    call = ctx.context
    if not isinstance(ctx.api, TypeChecker) or not ctx.api.in_checked_function():
        return default
    if not isinstance(call, CallExpr) or not isinstance(made, Instance):
        return default
    result = made_by(call, Kind(made), ctx.api)
    if result is None:
        return default
    return default.copy_modified(
        arg_types=[ANY for _ in default.arg_types],
        ret_type=_as_declared(result, ctx.api),
        variables=[],
        fallback=ctx.api.named_generic_type("builtins.function", []),
    )


def made_by(call: CallExpr, kind: Kind, api: TypeChecker) -> Type | None:
    """The type of the Partial that a call of its class makes; None if mypy's own is as good."""
    if not call.args or call.arg_kinds[0] is not ARG_POS:
        return None
    node = call.args[0]
    function = wrapped.type_of(node, api)
    if kind.is_jax and _is_hidden(call, function, api):
        return None
    inner = class_made(function)
    if inner is not None and len(call.args) > 1:
        rest = CallExpr(node, call.args[1:], call.arg_kinds[1:], call.arg_names[1:])
        rest.set_line(call)
        made = made_by(rest, inner, api)
        return None if made is None else kind.preparing(made)
    abstract.report(function, node, api)
    actuals = actuals_of(call, api, skip=1, has_placeholders=kind.is_jax)
    return bound_to(function, node, actuals, kind, api)


def _is_hidden(call: CallExpr, function: ProperType, api: TypeChecker) -> bool:
    # Loaded here: only JAX's hides what it wraps.
    from treelint_mypy import over_module

    return over_module.is_reported(call, function, api)


def bound_to(
    function: ProperType, node: Expression, actuals: Actuals, kind: Kind, api: TypeChecker
) -> Type | None:
    """A Partial that binds arguments to a function, or to what a Partial prepares."""
    inner = prepared(function)
    if inner is not None:
        inner_kind = kind_of(inner)
        again = None if inner_kind is None else bound_to(inner, node, actuals, inner_kind, api)
        return None if again is None else kind.preparing(again)
    functions = wrapped.functions(function, node, api)
    if not functions:
        if kind.is_jax:
            # Its own signature, in which nothing has a type, does not say so.
            api.fail(f"{format_type(function, api.options)} not callable", node, code=CODE)
        return None
    parts, names = bound_parts(function), bound_names(function)
    parts |= _parts(functions, actuals, is_half=bool(parts))
    names |= {name for name in actuals.call.arg_names if name is not None}
    binder = Binder(api, kind.is_jax, wanted.result(kind, api))
    results: list[Type] = []
    for item in functions:
        left = binder.bind(item.function, actuals)
        if left is None:
            results.append(kind.over_open(item))
        elif parts and isinstance(left, CallableType):
            results.append(kind.half(item, left, parts))
        else:
            results.append(kind.over(item, left, names))
    return UnionType.make_union(results)


def _parts(functions: list[Wrapped], actuals: Actuals, *, is_half: bool) -> frozenset[str]:
    """Which of `*args: P.args` and `**kwargs: P.kwargs` a function is given."""
    items = [item for wrapped in functions for item in wrapped.function.items]
    if not is_half and not any(item.param_spec() for item in items):
        return frozenset()
    types = map(get_proper_type, actuals.types)
    return frozenset(PARTS[typ.flavor] for typ in types if isinstance(typ, ParamSpecType))


def _as_declared(result: Type, api: TypeChecker) -> Type:
    """The Partial, without its signature where a variable holds one of another signature.

    Nobody has declared that signature, so it is no mistake: `p = Partial(f, x) if ...`, or the
    same in the branches of an `if`. What the two return must agree, as without the plugin.
    """
    declared = get_proper_type(api.type_context[-1]) if api.type_context else None
    proper = get_proper_type(result)
    if not isinstance(declared, FunctionLike) or not isinstance(proper, FunctionLike):
        return result
    if declared.fallback.type != proper.fallback.type:
        return result
    is_another = is_subtype(proper.fallback, declared.fallback) and not is_subtype(
        proper, declared
    )
    return proper.fallback if is_another else result
