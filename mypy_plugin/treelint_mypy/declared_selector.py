"""A selector that says of which tree it is: `def where(b: B)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.meet import is_overlapping_types
from mypy.nodes import LambdaExpr
from mypy.types import CallableType, Type, get_proper_type

from treelint_mypy.alternatives import alternatives, class_of, is_open

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression
    from mypy.types import ProperType


def is_for_another(where: Expression, tree: Type, api: TypeChecker) -> bool:
    """Whether nothing that the tree may be is what the selector takes."""
    if isinstance(where, LambdaExpr):
        return False  # nothing is declared there
    with api.msg.filter_errors():
        function = get_proper_type(api.get_expression_type(where))
    first = function.argument_by_position(0) if isinstance(function, CallableType) else None
    taken = alternatives(first.typ) if first is not None else []
    given = alternatives(tree)
    if not taken or not given:
        return False
    return not any(_may_be(item, kind) for item in given for kind in taken)


def _may_be(item: ProperType, kind: ProperType) -> bool:
    """Whether one value may be of both types; a class below an open one may be anything."""
    classes = [class_of(item), class_of(kind)]
    if any(info is None or is_open(info) for info in classes):
        return True
    return is_overlapping_types(item, kind)
