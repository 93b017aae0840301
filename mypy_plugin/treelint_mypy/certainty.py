"""Which of mypy's errors in a selector are certain.

A selector is called with the tree as it is at run time, of which a type tells only part: a
field may be None or a Linear, a base class or a protocol may stand for what has the field.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from mypy import errorcodes
from mypy.nodes import CallExpr, Expression, IndexExpr, MemberExpr, StrExpr
from mypy.types import (
    AnyType,
    Instance,
    ProperType,
    TupleType,
    TypedDictType,
    UnionType,
    UnpackType,
    get_proper_type,
)

from treelint_mypy.alternatives import alternatives, class_of, classes_of, is_open
from treelint_mypy.leaf_classes import is_numeric

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo

    from treelint_mypy.selectors import Where

_Place: TypeAlias = "tuple[int, int, int | None, int | None]"

# What mypy says of a step that the tree cannot take.
_MISSING = frozenset({errorcodes.ATTR_DEFINED, errorcodes.UNION_ATTR})
_WRONG_KEY = frozenset(
    {errorcodes.INDEX, errorcodes.MISC, errorcodes.CALL_OVERLOAD, errorcodes.TYPEDDICT_ITEM}
)
_WRONG_CALL = frozenset({errorcodes.ARG_TYPE, errorcodes.CALL_ARG, errorcodes.CALL_OVERLOAD})


def certain(said: list[ErrorInfo], where: Where, api: TypeChecker) -> list[ErrorInfo]:
    """The errors that hold whatever the tree is at run time."""
    if not said:
        return []
    steps = _steps(where)
    return [error for error in said if _is_certain(error, steps, api)]


def _steps(where: Where) -> Mapping[_Place, list[Expression]]:
    """The steps of a selector by the places to which mypy's errors about them point."""
    steps: defaultdict[_Place, list[Expression]] = defaultdict(list)
    for node in where.expressions():
        for pointed in (node, *_inside(node)):
            steps[_place(pointed)].append(node)
    return steps


def _inside(step: Expression) -> list[Expression]:
    """The parts of a step that an error about the step may point to."""
    match step:
        case IndexExpr(index=StrExpr() as key):
            return [key]  # what is no key of a TypedDict
        case CallExpr(args=arguments):
            return arguments
    return []


def _place(node: Expression) -> _Place:
    return node.line, node.column, node.end_line, node.end_column


def _is_certain(
    error: ErrorInfo, steps: Mapping[_Place, list[Expression]], api: TypeChecker
) -> bool:
    if error.severity == "note":
        return error.message.startswith("Revealed type")
    if error.message.startswith('Item "None" of'):
        return False
    place = error.line, error.column, error.end_line, error.end_column
    return any(_is_impossible(step, error, api) for step in steps.get(place, ()))


def _is_impossible(step: Expression, error: ErrorInfo, api: TypeChecker) -> bool:
    """Whether the error says that this step can never be taken."""
    match step:
        case MemberExpr() if error.code in _MISSING and api.has_type(step.expr):
            above = alternatives(api.lookup_type(step.expr))
            # Of Any mypy says nothing: a `tree_at` inside has said so, and was read once more.
            return _lack(above, step.name) or all(isinstance(item, AnyType) for item in above)
        case IndexExpr() if error.code in _WRONG_KEY and api.has_type(step.base):
            above = alternatives(api.lookup_type(step.base))
            return _lack(above, "__getitem__") or (len(above) == 1 and _is_fixed(above[0]))
        case CallExpr() if error.code is errorcodes.OPERATOR and api.has_type(step.callee):
            return _lack(alternatives(api.lookup_type(step.callee)), "__call__")
        case CallExpr(callee=MemberExpr(expr=node)) if error.code in _WRONG_CALL:
            owners = classes_of(node, api)
            is_fixed = len(owners) == 1 and not is_open(owners[0])
            return is_fixed and not any(_is_vague(given, api) for given in step.args)
    return False


def _lack(items: list[ProperType], name: str) -> bool:
    return bool(items) and all(_lacks(item, name) for item in items)


def _lacks(item: ProperType, name: str) -> bool:
    """Whether nothing of this type has the attribute, what is below an open class apart.

    Nor what stands where an array or a number was: `tree_at` puts wrappers there, and selects in
    them.
    """
    info = class_of(item)
    if info is None or is_open(info) or is_numeric(info):
        return False
    return not info.has_readable_member(name)


def _is_fixed(item: ProperType) -> bool:
    """Whether the keys are those of the type: `m.layers[5]` of a tuple of two."""
    if isinstance(item, Instance):
        return item.type.fullname == "builtins.list"
    if isinstance(item, TupleType):
        return not any(isinstance(part, UnpackType) for part in item.items)
    return isinstance(item, TypedDictType)


def _is_vague(argument: Expression, api: TypeChecker) -> bool:
    """Whether an argument may be of a better type than mypy knows: a field that may be None."""
    if not api.has_type(argument):
        return True
    if isinstance(get_proper_type(api.lookup_type(argument)), UnionType):
        return True
    return any(map(is_open, classes_of(argument, api)))
