"""`jax.tree_util.Partial` over a module: what it wraps is static to JAX, leaves and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import Decorator, MemberExpr
from mypy.types import FunctionLike

from treelint.partial_wording import HIDDEN_LEAVES
from treelint_mypy.alternatives import classes_of
from treelint_mypy.codes import PARTIAL as CODE
from treelint_mypy.contents import holds_array
from treelint_mypy.partial_types import kind_of
from treelint_mypy.usage import is_only_called

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import CallExpr, TypeInfo
    from mypy.types import ProperType


def is_reported(call: CallExpr, function: ProperType, api: TypeChecker) -> bool:
    """Report a call that hides leaves, and tell whether it does."""
    hides = _is_hidden(call, function, api)
    if hides:
        api.fail(HIDDEN_LEAVES, call.args[0], code=CODE)
    return hides


def _is_hidden(call: CallExpr, function: ProperType, api: TypeChecker) -> bool:
    """Whether a call hides arrays: of a module, or of one whose method it wraps.

    Not where the result is only called, or given to what only calls it: it is no tree there.
    """
    node = call.args[0]
    if isinstance(node, MemberExpr) and _is_method(node, function, api):
        hides = api.has_type(node.expr) and holds_array(api.lookup_type(node.expr))
    else:
        hides = holds_array(function)
    return hides and not is_only_called(call, api)


def _is_method(node: MemberExpr, function: ProperType, api: TypeChecker) -> bool:
    """Whether the function is bound to what it is taken from."""
    if not isinstance(function, FunctionLike) or not function.bound():
        return False
    return kind_of(function) is None and not any(
        _is_of_class(info, node.name) for info in classes_of(node.expr, api)
    )


def _is_of_class(info: TypeInfo, name: str) -> bool:
    symbol = info.get(name)
    method = symbol.node if symbol is not None else None
    return isinstance(method, Decorator) and method.func.is_class
