"""A `Partial` over a class that cannot be instantiated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import errorcodes
from mypy.nodes import CallExpr
from mypy.types import FunctionLike

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression
    from mypy.types import ProperType

# That a protocol cannot be instantiated is of the code `misc`.
_CODES = frozenset({errorcodes.ABSTRACT, errorcodes.MISC})


def report(function: ProperType, node: Expression, api: TypeChecker) -> None:
    """Say of an abstract class what mypy says of a call of it."""
    if not isinstance(function, FunctionLike) or not function.is_type_obj():
        return
    info = function.type_object()
    if not info.is_abstract and not info.is_protocol:
        return
    # Whatever the arguments are: they are bound, and more may come.
    call = CallExpr(node, [], [], [])
    call.set_line(node)
    with api.msg.filter_errors(save_filtered_errors=True) as watcher:
        api.expr_checker.check_call(function, [], [], call)
    # Nor is it an error of `partial`: a call without one says the same.
    api.msg.add_errors([error for error in watcher.filtered_errors() if error.code in _CODES])
