"""A lambda read by mypy with the tree's type, without the errors that prove nothing.

A selector is called with the tree as it is at run time, of which a type tells only part: a
field may be None or a Linear, a base class or a protocol may stand for what has the field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from mypy import errorcodes
from mypy.nodes import ARG_POS, Argument, Expression, IndexExpr, LambdaExpr, MemberExpr, StrExpr
from mypy.types import CallableType, Instance, ProperType, TupleType, Type, TypedDictType

from treelint_mypy.alternatives import alternatives, class_of
from treelint_mypy.static_fields import is_module_itself
from treelint_mypy.trees import ANY

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


def of_anything(api: TypeChecker) -> CallableType:
    """`Callable[[Any], Any]`."""
    function = api.named_generic_type("builtins.function", [])
    return CallableType([ANY], [ARG_POS], [None], ANY, function)


def parameter(where: Where | None, tree: Type, api: TypeChecker) -> CallableType:
    """The type for mypy to check `where` against; field typos in a lambda are reported here."""
    if where is None or not isinstance(where.function, LambdaExpr):
        return of_anything(api)
    function = where.function
    if any(kind.is_star() for kind in function.arg_kinds):
        return of_anything(api)
    expected = _expected(function, tree, api)
    if not api.in_checked_function() or _read(function, where, expected, api):
        return expected
    return expected.copy_modified(arg_types=[ANY for _ in expected.arg_types])


def _expected(where: LambdaExpr, tree: Type, api: TypeChecker) -> CallableType:
    """The context in which mypy types the lambda: its kinds of parameters must agree."""
    others = [_default_type(argument, api) for argument in where.arguments[1:]]
    return CallableType(
        [tree, *others][: len(where.arguments)],
        where.arg_kinds,
        where.arg_names,
        ANY,
        api.named_generic_type("builtins.function", []),
    )


def _default_type(argument: Argument, api: TypeChecker) -> Type:
    if argument.initializer is None:
        return ANY
    with api.msg.filter_errors():
        return api.get_expression_type(argument.initializer)


def _read(function: LambdaExpr, where: Where, expected: CallableType, api: TypeChecker) -> bool:
    """Read the lambda with the tree's type; whether every error that mypy has is certain."""
    with api.msg.filter_errors(save_filtered_errors=True) as watcher:
        api.get_expression_type(function, expected)
    for argument in function.arguments:
        # mypy before 2.0 would keep the type where it reads the lambda without a context.
        argument.variable.type = None
    said = watcher.filtered_errors()
    steps = _steps(where)
    certain = [error for error in said if _is_certain(error, steps, api)]
    api.msg.add_errors(certain)
    return len(certain) == len(said)


def _steps(where: Where) -> dict[_Place, Expression]:
    """The steps of a selector by the place to which mypy's errors about them point."""
    steps = {_place(node): node for node in where.expressions()}
    for node in where.expressions():
        if isinstance(node, IndexExpr) and isinstance(node.index, StrExpr):
            steps[_place(node.index)] = node  # what is no key of a TypedDict
    return steps


def _place(node: Expression) -> _Place:
    return node.line, node.column, node.end_line, node.end_column


def _is_certain(error: ErrorInfo, steps: Mapping[_Place, Expression], api: TypeChecker) -> bool:
    if error.severity == "note":
        return error.message.startswith("Revealed type")
    if error.message.startswith('Item "None" of'):
        return False
    step = steps.get((error.line, error.column, error.end_line, error.end_column))
    match step:
        case MemberExpr() if error.code in _MISSING and api.has_type(step.expr):
            above = alternatives(api.lookup_type(step.expr))
            return bool(above) and all(_lacks(item, step.name) for item in above)
        case IndexExpr() if error.code in _WRONG_KEY and api.has_type(step.base):
            above = alternatives(api.lookup_type(step.base))
            return len(above) == 1 and _is_fixed(above[0])
    return False


def _lacks(item: ProperType, name: str) -> bool:
    """Whether nothing of this type has the attribute, what is below an open class apart."""
    info = class_of(item)
    if info is None:
        return False
    is_open = info.is_abstract or info.is_protocol or info.fullname == "builtins.object"
    if is_open or info.fallback_to_any or is_module_itself(info):
        return False
    return not info.has_readable_member(name)


def _is_fixed(item: ProperType) -> bool:
    """Whether the keys are those of the type: `m.layers[5]` of a tuple of two."""
    if isinstance(item, Instance):
        return item.type.fullname == "builtins.list"
    return isinstance(item, TupleType | TypedDictType)
