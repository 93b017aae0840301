"""The function that a `Partial` wraps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.subtypes import find_member
from mypy.types import (
    CallableType,
    Instance,
    Overloaded,
    ProperType,
    Type,
    UnpackType,
    get_proper_type,
)

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression


def type_of(function: Expression, api: TypeChecker) -> ProperType:
    """The type of the function; what is wrong with it is reported with the call."""
    with api.msg.filter_errors():
        return get_proper_type(api.get_expression_type(function))


def signature(function: ProperType, api: TypeChecker) -> CallableType | Overloaded | None:
    """What a call of the function is checked against; None where that is not known."""
    typ: Type | None = function
    if isinstance(function, Instance):
        typ = find_member("__call__", function, function, is_operator=True)
    proper = get_proper_type(typ) if typ is not None else None
    if not isinstance(proper, CallableType | Overloaded):
        return None
    if any(_is_unknown(item) for item in proper.items):
        return None
    # A class is called like a function that returns its instance.
    plain = api.named_generic_type("builtins.function", [])
    items = [item.with_unpacked_kwargs().copy_modified(fallback=plain) for item in proper.items]
    return items[0] if len(items) == 1 else Overloaded(list(items))


def _is_unknown(item: CallableType) -> bool:
    """Whether what it takes is left open: `...`, a ParamSpec, a TypeVarTuple."""
    if item.is_ellipsis_args or item.param_spec() is not None:
        return True
    return any(isinstance(get_proper_type(typ), UnpackType) for typ in item.arg_types)
