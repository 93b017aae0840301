"""What the context of a call of `Partial` tells of the result of its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.types import CallableType, Instance, UnionType, get_proper_type

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.types import Type

    from treelint_mypy.partial_types import Kind


def result(kind: Kind, api: TypeChecker) -> Type | None:
    """`R`, if a `Partial[R]` or a `Callable[..., R]` is wanted, and nothing else that is one."""
    context = get_proper_type(api.type_context[-1]) if api.type_context else None
    items = context.items if isinstance(context, UnionType) else [context]
    results = [
        found for item in items if (found := _result(get_proper_type(item), kind)) is not None
    ]
    return results[0] if len(results) == 1 else None


def _result(wanted: Type | None, kind: Kind) -> Type | None:
    if isinstance(wanted, CallableType):
        return wanted.ret_type
    if isinstance(wanted, Instance) and wanted.type is kind.made.type and wanted.args:
        return wanted.args[0]
    return None
