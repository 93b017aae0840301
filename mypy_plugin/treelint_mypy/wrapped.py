"""The functions that a `Partial` may wrap, as far as their types tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import ARG_STAR, ARG_STAR2
from mypy.subtypes import find_member
from mypy.typeops import tuple_fallback
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Overloaded,
    ProperType,
    TupleType,
    Type,
    TypeType,
    TypeVarType,
    UnionType,
    get_proper_type,
)

from treelint_mypy.alternatives import class_of, is_open
from treelint_mypy.partial_types import Wrapped, left_of_half
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

    from treelint_mypy.partial_types import Function

# Under this name mypy's own plugin for `functools.partial` keeps the signature that remains.
_OF_FUNCTOOLS = "__mypy_partial"


def type_of(function: Expression, api: TypeChecker) -> ProperType:
    """The type of the function; what is wrong with it is reported with the call."""
    with api.msg.filter_errors():
        return get_proper_type(api.get_expression_type(function))


def functions(typ: Type, node: Expression, api: TypeChecker) -> list[Wrapped] | None:
    """What may be wrapped, one for each item of a union.

    None where one is no function: that is for mypy to say.
    """
    proper = get_proper_type(typ)
    if isinstance(proper, TypeVarType):
        proper = get_proper_type(proper.upper_bound)
    if isinstance(proper, UnionType):
        found: list[Wrapped] = []
        for item in proper.relevant_items():
            part = functions(item, node, api)
            if part is None:
                return None
            found += part
        return found
    function = _callable(proper, node, api)
    return None if function is None else [Wrapped(proper, _plain(function, api))]


def _callable(typ: ProperType, node: Expression, api: TypeChecker) -> Function | None:
    match typ:
        case CallableType() | Overloaded():
            return typ
        case AnyType():
            return _anything(typ, api)
        case TypeType():
            return _constructor(typ.item, node, api)
        case TupleType():
            return _method(tuple_fallback(typ), api)
        case Instance():
            return _method(typ, api)
    return None


def _constructor(item: ProperType, node: Expression, api: TypeChecker) -> Function:
    """What `cls: type[item]` is called with; a class below an open one takes what it likes."""
    bound = get_proper_type(item.upper_bound) if isinstance(item, TypeVarType) else item
    info = class_of(bound)
    if info is not None and not is_open(info):
        made = get_proper_type(api.expr_checker.analyze_type_type_callee(item, node))
        if isinstance(made, CallableType | Overloaded):
            return made
    return _anything(item, api)


def _method(instance: Instance, api: TypeChecker) -> Function | None:
    """What a call of an object is checked against."""
    kept = left_of_half(instance) or _left_by_functools(instance)
    if kept is not None:
        return kept
    found = find_member("__call__", instance, instance, is_operator=True)
    method = get_proper_type(found) if found is not None else None
    if isinstance(method, AnyType):
        return _anything(method, api)
    return method if isinstance(method, CallableType | Overloaded) else None


def _left_by_functools(instance: Instance) -> CallableType | None:
    if instance.extra_attrs is None:
        return None
    left = instance.extra_attrs.attrs.get(_OF_FUNCTOOLS)
    proper = None if left is None else get_proper_type(left)
    return proper if isinstance(proper, CallableType) else None


def _anything(result: Type, api: TypeChecker) -> CallableType:
    """`Callable[..., result]`."""
    function = api.named_generic_type("builtins.function", [])
    kinds = [ARG_STAR, ARG_STAR2]
    return CallableType([ANY, ANY], kinds, [None, None], result, function, is_ellipsis_args=True)


def _plain(function: Function, api: TypeChecker) -> Function:
    """The same as a plain function: a class is called like one that returns its instance."""
    fallback = api.named_generic_type("builtins.function", [])
    items: list[CallableType] = [
        item.with_unpacked_kwargs().with_normalized_var_args().copy_modified(fallback=fallback)
        for item in function.items
    ]
    return items[0] if len(items) == 1 else Overloaded(items)
