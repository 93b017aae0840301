"""A selector read by mypy with the tree's type, without the errors that prove nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import FuncDef
from mypy.types import TypeVarType, get_proper_type

from treelint_mypy import certainty, declared_selector, readings, unary
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo
    from mypy.nodes import Expression
    from mypy.types import CallableType, Type

    from treelint_mypy.selectors import Where


def parameter(
    given: Expression | None, where: Where | None, tree: Type, api: TypeChecker
) -> CallableType:
    """The type for mypy to check `where` against; field typos in a selector are reported here."""
    if given is not None and declared_selector.is_for_another(given, tree, api):
        return unary.function(tree, ANY, api)
    anything = unary.function(ANY, ANY, api)
    if where is None:
        return anything
    reading = readings.as_lambda(where.function)
    if reading is None:
        return anything
    expected = readings.context(where.definition, tree, api)
    is_inline = reading is given
    if not api.in_checked_function():
        return expected if is_inline else anything
    if _is_read_by_mypy(where, api):
        return anything
    _, said = readings.read(reading, expected, api)
    certain = certainty.certain(said, where, api)
    if _has_errors(certain):
        certain = _in_full(certain, where, tree, api)
    api.msg.add_errors([error for error in certain if is_inline or _is_new(error, where)])
    if not is_inline:
        return anything
    if not _has_errors(said):
        return expected
    # What is wrong is said now; mypy would say the rest of it, and less well.
    return expected.copy_modified(arg_types=[ANY for _ in expected.arg_types])


def _has_errors(said: list[ErrorInfo]) -> bool:
    return any(error.severity == "error" for error in said)


def _in_full(
    certain: list[ErrorInfo], where: Where, tree: Type, api: TypeChecker
) -> list[ErrorInfo]:
    """The errors with the names that may be meant, and with the class that `Self` stands for."""
    # Loaded here, as it is for messages only.
    from treelint_mypy import near_names

    proper = get_proper_type(tree)
    reading = readings.as_lambda(where.function)
    if isinstance(proper, TypeVarType) and reading is not None:
        expected = readings.context(where.definition, proper.upper_bound, api)
        _, said = readings.read(reading, expected, api)
        certain = certainty.certain(said, where, api)
    near_names.add(certain, list(where.expressions()), api)
    return certain


def _is_read_by_mypy(where: Where, api: TypeChecker) -> bool:
    """Whether mypy has read the function already, with the types that it declares."""
    function = where.function
    if not isinstance(function, FuncDef) or function.type is None:
        return False
    return any(map(api.has_type, where.expressions()))


def _is_new(error: ErrorInfo, where: Where) -> bool:
    """Whether mypy does not say so of the function itself."""
    is_annotated = isinstance(where.function, FuncDef) and where.function.type is not None
    return error.severity == "error" and not is_annotated
