"""Calls of a `Partial`, where mypy by itself would say less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import errorcodes
from mypy.checker import TypeChecker
from mypy.nodes import ARG_POS, ARG_STAR, CallExpr
from mypy.types import CallableType

from treelint_mypy.partial_types import bound_names, called, kind_of, wrapped_type
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy.plugin import AttributeContext, FunctionSigContext, MethodSigContext
    from mypy.types import FunctionLike, Type


def of_variable(ctx: FunctionSigContext | MethodSigContext) -> FunctionLike:
    """The same with the name of the function, which mypy forgets where a variable holds it."""
    partial = ctx.default_signature
    function = called(partial)
    if function is None or kind_of(partial) is None:
        return partial
    named = partial.copy_modified(name=function.items[0].name)
    if not isinstance(ctx.api, TypeChecker) or not isinstance(ctx.context, CallExpr):
        return named
    bound = bound_names(partial)
    unreachable = [
        name for name in _unreachable(named, function, ctx.context) if name not in bound
    ]
    if not unreachable:
        return named
    # mypy would compare the arguments with the parameters that come next by place.
    ctx.api.fail(
        _by_name_only(named.name, unreachable, sorted(bound)),
        ctx.context,
        code=errorcodes.CALL_ARG,
    )
    return named.copy_modified(
        arg_types=[ANY for _ in ctx.context.args],
        arg_kinds=ctx.context.arg_kinds,
        arg_names=ctx.context.arg_names,
        variables=[],
    )


def wrapped_function(ctx: AttributeContext) -> Type:
    """What `.func` of a `Partial` is."""
    function = wrapped_type(ctx.type)
    return ctx.default_attr_type if function is None or ctx.is_lvalue else function


def _unreachable(left: CallableType, function: FunctionLike, call: CallExpr) -> Iterator[str]:
    """Parameters that a call gives by place, behind one that is bound by its name."""
    is_open = ARG_STAR in left.arg_kinds or any(kind.is_star() for kind in call.arg_kinds)
    if is_open or not isinstance(function, CallableType):
        return
    reachable = sum(kind.is_positional() for kind in left.arg_kinds)
    if call.arg_kinds.count(ARG_POS) <= reachable:
        return
    for name, kind in zip(left.arg_names, left.arg_kinds, strict=True):
        found = function.argument_by_name(name)
        if kind.is_named() and found is not None and found.pos is not None and name is not None:
            yield name


def _by_name_only(name: str | None, parameters: Iterable[str], bound: Iterable[str]) -> str:
    which, before = (", ".join(f'"{item}"' for item in items) for items in (parameters, bound))
    of = f' for "{name}"' if name else ""
    return (
        f"Too many positional arguments{of}: {which} can be given by name only, as {before} "
        "before is bound by its name"
    )
