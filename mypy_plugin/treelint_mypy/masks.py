"""Masks: trees of booleans in the shape of a model, `jax.tree.map(lambda _: False, model)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.nodes import ARG_POS, CallExpr
from mypy.types import (
    CallableType,
    Instance,
    NoneType,
    ProperType,
    TupleType,
    Type,
    TypeVarType,
    UnionType,
    get_proper_type,
    has_recursive_types,
)

from treelint_mypy import trees
from treelint_mypy.leaf_classes import is_leaf_class
from treelint_mypy.static_fields import is_tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy.nodes import Expression
    from mypy.plugin import FunctionSigContext
    from mypy.types import FunctionLike

_BOOL = "builtins.bool"
_CONTAINERS = {"builtins.dict", "builtins.list", "builtins.tuple"}


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`jax.tree.map` with a function that gives booleans returns a tree of its tree's shape."""
    default = ctx.default_signature
    call = ctx.context
    if not isinstance(ctx.api, TypeChecker) or not isinstance(call, CallExpr):
        return default
    # With `is_leaf`, or with whole trees by `*`, the mask may be of another shape.
    if len(call.args) < 2 or any(kind is not ARG_POS for kind in call.arg_kinds):  # noqa: PLR2004
        return default
    if not _gives_booleans(call.args[0], ctx.api):
        return default
    tree = trees.type_of(call.args[1], ctx.api)
    # Of a type that is made of itself, the mask would need a name of its own.
    mask = None if has_recursive_types(tree) else _mask(tree, ctx.api)
    return default if mask is None else default.copy_modified(ret_type=mask, variables=[])


def _gives_booleans(function: Expression, api: TypeChecker) -> bool:
    with api.msg.filter_errors():
        typ = get_proper_type(api.get_expression_type(function))
    if not isinstance(typ, CallableType):
        return False
    result = get_proper_type(typ.ret_type)
    return isinstance(result, Instance) and result.type.fullname == _BOOL


def _mask(typ: Type, api: TypeChecker) -> ProperType | None:
    """What stands for a tree in its mask; None where the type does not tell its shape.

    A module keeps its class, whatever is in it; of a leaf there is a boolean instead.
    """
    proper = get_proper_type(typ)
    match proper:
        case NoneType():
            return proper
        case Instance(type=info) if is_leaf_class(info):
            return api.named_generic_type(_BOOL, [])
        case Instance(type=info) if is_tree(info):
            return proper
        case Instance(type=info, args=[*keys, value]) if info.fullname in _CONTAINERS:
            inside = _mask(value, api)
            return None if inside is None else proper.copy_modified(args=[*keys, inside])
        case TupleType(items=items) if proper.partial_fallback.type.fullname in _CONTAINERS:
            parts = _masks(items, api)
            return None if parts is None else proper.copy_modified(items=parts)
        case TupleType():
            return proper  # a named tuple: a class of its own
        case UnionType(items=items):
            parts = _masks(items, api)
            return None if parts is None else get_proper_type(UnionType.make_union(parts))
        case TypeVarType(upper_bound=bound) if _is_tree(bound):
            return proper
    return None


def _masks(types: Iterable[Type], api: TypeChecker) -> list[Type] | None:
    """What stands for each of these; None if that is not known of one of them."""
    found = [_mask(typ, api) for typ in types]
    known: list[Type] = [mask for mask in found if mask is not None]
    return known if len(known) == len(found) else None


def _is_tree(typ: Type) -> bool:
    proper = get_proper_type(typ)
    return isinstance(proper, Instance) and is_tree(proper.type)
