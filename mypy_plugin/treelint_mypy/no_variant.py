"""mypy's message for a call that fits no overload; its own method changes between versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.messages import callable_name, format_type, pretty_callable

from treelint_mypy.codes import PARTIAL as CODE

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Context
    from mypy.types import Overloaded, Type


def report(function: Overloaded, types: list[Type], context: Context, api: TypeChecker) -> None:
    """Say that no overload takes arguments of these types, and which overloads there are."""
    name = callable_name(function)
    of = f" of {name}" if name else ""
    given = ", ".join(format_type(typ, api.options) for typ in types)
    noun = "type" if len(types) == 1 else "types"
    api.fail(f"No overload variant{of} matches argument {noun} {given}", context, code=CODE)
    api.msg.note("Possible overload variants:", context, code=CODE)
    for item in function.items:
        api.msg.note(pretty_callable(item, api.options), context, offset=4, code=CODE)
