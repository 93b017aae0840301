"""A function that says what it is called with: `def where(b: B)`, of another tree than given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.meet import is_overlapping_types
from mypy.nodes import LambdaExpr
from mypy.types import CallableType, Type, get_proper_type

from treelint_mypy.alternatives import alternatives, class_of, is_open
from treelint_mypy.leaf_classes import is_numeric

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression
    from mypy.types import ProperType


def is_for_another(given: Expression, argument: Type, api: TypeChecker) -> bool:
    """Whether nothing that the argument may be is what the function takes."""
    if isinstance(given, LambdaExpr):
        return False  # nothing is declared there
    with api.msg.filter_errors():
        function = get_proper_type(api.get_expression_type(given))
    first = function.argument_by_position(0) if isinstance(function, CallableType) else None
    taken = alternatives(first.typ) if first is not None else []
    items = alternatives(argument)
    if not taken or not items:
        return False
    return not any(_may_be(item, kind) for item in items for kind in taken)


def _may_be(item: ProperType, kind: ProperType) -> bool:
    """Whether one value may be of both types; a class below an open one may be anything."""
    classes = [class_of(item), class_of(kind)]
    if any(info is None or is_open(info) for info in classes):
        return True
    # An array may stand for a number, and a number for an array.
    if all(info is not None and is_numeric(info) for info in classes):
        return True
    return is_overlapping_types(item, kind)
