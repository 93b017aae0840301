"""`Partial`: the arguments that it binds are checked, and the signature that remains is known.

The result is a callable whose fallback is the `Partial` instance: mypy checks calls of it,
finds `.func`, `.args` and `.keywords`, and takes it for a `Callable` and for a `Partial`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.erasetype import erase_typevars
from mypy.nodes import ARG_POS, CallExpr
from mypy.subtypes import is_subtype
from mypy.types import (
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    Parameters,
    ParamSpecType,
    Type,
    TypeVarLikeType,
    get_proper_type,
)

from treelint.fullnames import canonical
from treelint.partial_wording import HIDDEN_LEAVES
from treelint_mypy import over_module, wrapped
from treelint_mypy.binding import bind, binding_of
from treelint_mypy.codes import PARTIAL as CODE
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.plugin import FunctionSigContext

_JAX = "jax.tree_util.Partial"


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(Callable[..., R], ...) -> Partial[R]` becomes `(Any, ...) -> (what remains to call)`."""
    default = ctx.default_signature
    made = get_proper_type(default.ret_type)
    call = ctx.context
    if not isinstance(ctx.api, TypeChecker) or not ctx.api.in_checked_function():
        return default
    if not isinstance(call, CallExpr) or not isinstance(made, Instance) or not _is_plain(call):
        return default
    remaining = _remaining(call, ctx.api, is_jax=canonical(made.type.fullname) == _JAX)
    if remaining is None:
        return default
    result = _with_fallback(remaining, made)
    return default.copy_modified(
        arg_types=[ANY, *default.arg_types[1:]],
        ret_type=result.fallback if _is_another(result, ctx.api) else result,
        variables=[],
        fallback=ctx.api.named_generic_type("builtins.function", []),
    )


def _is_plain(call: CallExpr) -> bool:
    """Whether it is known which arguments there are, the function first."""
    if any(kind.is_star() for kind in call.arg_kinds):
        return False
    return bool(call.args) and call.arg_kinds[0] is ARG_POS


def _remaining(
    call: CallExpr, api: TypeChecker, *, is_jax: bool
) -> CallableType | Overloaded | None:
    function = wrapped.type_of(call.args[0], api)
    if is_jax and over_module.is_hidden(call.args[0], function, api):
        api.fail(HIDDEN_LEAVES, call.args[0], code=CODE)
        return None
    signature = wrapped.signature(function, api)
    if signature is None:
        return None
    return bind(signature, binding_of(call, api, may_override=is_jax), api)


def _with_fallback(remaining: CallableType | Overloaded, made: Instance) -> FunctionLike:
    items = [_one(item, made) for item in remaining.items]
    return items[0] if len(items) == 1 else Overloaded(items)


def _one(remaining: CallableType, made: Instance) -> CallableType:
    arguments = [_argument(variable, remaining) for variable in made.type.defn.type_vars]
    return remaining.copy_modified(
        fallback=made.copy_modified(args=arguments),
        # The definition has other parameters, and is not in mypy's cache.
        definition=None,
        # As if bound already: in a class body mypy would bind a plain callable to `self`.
        is_bound=True,
    )


def _is_another(result: FunctionLike, api: TypeChecker) -> bool:
    """Whether a variable that holds a `Partial` gets another one, of another signature.

    Nobody has declared that signature, so it is no mistake: `p = Partial(f, x) if ...`, or the
    same in the branches of an `if`. What the two return must agree, as without the plugin.
    """
    declared = get_proper_type(api.type_context[-1]) if api.type_context else None
    if not isinstance(declared, FunctionLike) or declared.fallback.type != result.fallback.type:
        return False
    return is_subtype(result.fallback, declared.fallback) and not is_subtype(result, declared)


def _argument(variable: TypeVarLikeType, remaining: CallableType) -> Type:
    """What stands for a type variable of the `Partial` class: the result, or the parameters."""
    own = [inner.id for inner in remaining.variables]
    if not isinstance(variable, ParamSpecType):
        return erase_typevars(remaining.ret_type, own)
    types = [erase_typevars(typ, own) for typ in remaining.arg_types]
    return Parameters(types, remaining.arg_kinds, remaining.arg_names)
