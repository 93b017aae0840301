"""Calls of a `Partial` whose signature no callable tells.

Either it has a part of the `*args: P.args` and `**kwargs: P.kwargs` that its function takes, or
it is over the class `Partial`, and makes another when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import errorcodes
from mypy.checker import TypeChecker
from mypy.nodes import CallExpr
from mypy.types import ParamSpecType, get_proper_type

from treelint_mypy import partial
from treelint_mypy.actuals import actuals_of
from treelint_mypy.partial_types import (
    PARTS,
    bound_parts,
    kind_of,
    left_of_half,
    prepared,
)
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.plugin import MethodSigContext
    from mypy.types import CallableType, FunctionLike, ProperType

    from treelint_mypy.actuals import Actuals


def signature(ctx: MethodSigContext) -> FunctionLike:
    """The signature of `Partial.__call__` for one instance."""
    default, api, call = ctx.default_signature, ctx.api, ctx.context
    if not isinstance(api, TypeChecker) or not isinstance(call, CallExpr):
        return default
    inner, left = prepared(ctx.type), left_of_half(ctx.type)
    if left is not None:
        for message in _misfits(ctx.type, left, actuals_of(call, api, skip=0)):
            api.fail(message, call, code=errorcodes.CALL_ARG)
        # What is missing is told already, and what is left may be given or not.
        return left.copy_modified(special_sig="partial")
    kind = None if inner is None else kind_of(inner)
    if inner is None or kind is None:
        return default
    made = partial.bound_to(inner, call.callee, actuals_of(call, api, skip=0), kind, api)
    return default.copy_modified(
        arg_types=[ANY for _ in default.arg_types], ret_type=kind.made if made is None else made
    )


def _misfits(instance: ProperType, left: CallableType, actuals: Actuals) -> Iterator[str]:
    """Parts of a ParamSpec that a call gives a second time, or leaves out."""
    kind, bound = kind_of(instance), bound_parts(instance)
    of = f' for "{left.name}"' if left.name else ""
    types = map(get_proper_type, actuals.types)
    given = {PARTS[typ.flavor] for typ in types if isinstance(typ, ParamSpecType)}
    for part in PARTS.values():
        may_override = part == "kwargs" and kind is not None and kind.is_jax
        if part in bound & given and not may_override:
            yield f"Too many arguments{of}: the {part} of its ParamSpec are bound already"
        elif part not in bound | given:
            yield f"Too few arguments{of}: the {part} of its ParamSpec are missing"
