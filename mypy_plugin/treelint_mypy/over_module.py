"""`jax.tree_util.Partial` over a module: what it wraps is static to JAX, leaves and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import Expression, MemberExpr
from mypy.types import FunctionLike, ProperType

from treelint_mypy.alternatives import classes_of
from treelint_mypy.static_fields import is_module

if TYPE_CHECKING:
    from mypy.checker import TypeChecker


def is_hidden(node: Expression, function: ProperType, api: TypeChecker) -> bool:
    """Whether the function is a module, or a method bound to one."""
    if not isinstance(function, FunctionLike):
        return _is_module(node, api)
    return function.bound() and isinstance(node, MemberExpr) and _is_module(node.expr, api)


def _is_module(node: Expression, api: TypeChecker) -> bool:
    classes = classes_of(node, api)
    return bool(classes) and all(map(is_module, classes))
