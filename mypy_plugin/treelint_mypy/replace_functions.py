"""`replace_fn`: its parameter is the node, each of them where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import LambdaExpr
from mypy.typeops import make_simplified_union
from mypy.types import (
    AnyType,
    CallableType,
    NoneType,
    ProperType,
    Type,
    TypeOfAny,
    TypeVarType,
    UnionType,
    get_proper_type,
)

from treelint.signature import takes_one_argument
from treelint_mypy import readings, unary
from treelint_mypy.alternatives import class_of, is_open
from treelint_mypy.declared_selector import is_for_another
from treelint_mypy.definitions import Definition
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo
    from mypy.nodes import Expression


def parameter(given: Expression | None, nodes: list[Type], api: TypeChecker) -> CallableType:
    """The type for mypy to check `replace_fn` against; it is called with each of the nodes."""
    if given is None or not api.in_checked_function():
        return unary.function(ANY, ANY, api)
    types = nodes or [ANY]
    if not isinstance(given, LambdaExpr):
        return unary.function(_for_function(given, types, api), ANY, api)
    # Loaded here: most are functions.
    from treelint_mypy.syntax import translate

    if readings.as_lambda(given) is None or not takes_one_argument(translate(given).function.args):
        return unary.function(ANY, ANY, api)
    return _for_lambda(given, types, api)


def _for_lambda(given: LambdaExpr, types: list[Type], api: TypeChecker) -> CallableType:
    expected = anything = readings.context(Definition(given), ANY, api)
    said: list[ErrorInfo] = []
    for view in _views(types):
        expected = readings.context(Definition(given), view, api)
        _, said = readings.read(given, expected, api)
        if not _errors(said):
            break
    if _errors(said) and not any(_is_wrong_for(typ, given, api) for typ in types):
        return anything
    # Of a lambda that is given to an overload, mypy would say nothing.
    api.msg.add_errors(said)
    return expected


def _is_wrong_for(typ: Type, given: LambdaExpr, api: TypeChecker) -> bool:
    """Whether a lambda fails for a node whatever is in it: in a union the right type may be."""
    expected = readings.context(Definition(given), _if_sure(typ), api)
    _, said = readings.read(given, expected, api)
    return any(
        " | " not in error.message and "None" not in error.message for error in _errors(said)
    )


def _errors(said: list[ErrorInfo]) -> list[ErrorInfo]:
    return [error for error in said if error.severity == "error"]


def _for_function(given: Expression, types: list[Type], api: TypeChecker) -> Type:
    """A function says itself what it takes: the node's type, if that is something else."""
    others = [typ for typ in types if is_for_another(given, typ, api)]
    return make_simplified_union(others) if others else ANY


def _views(types: list[Type]) -> Iterator[Type]:
    """The type of the nodes, and then with less and less of what is not sure.

    `None` may not be there, one of the types of a union may be the only one, and a base class
    may stand for what has more.
    """
    seen: list[Type] = []
    for view in (_as_declared, _without_none, _if_sure):
        typ = make_simplified_union([view(typ) for typ in types])
        if typ not in seen:
            seen.append(typ)
            yield typ


def _as_declared(typ: Type) -> Type:
    """The type, less the Any that mypy makes of a step from None: `m.head` of a `Model | None`."""
    return _joined([item for item in _items(typ) if not _is_from_error(item)], typ)


def _without_none(typ: Type) -> Type:
    items = _items(_as_declared(typ))
    return _joined([item for item in items if not isinstance(item, NoneType)], typ)


def _if_sure(typ: Type) -> Type:
    items = _items(_without_none(typ))
    return ANY if len(items) > 1 or any(map(_says_little, items)) else items[0]


def _joined(items: list[ProperType], otherwise: Type) -> Type:
    return UnionType.make_union(items) if items else otherwise


def _items(typ: Type) -> list[ProperType]:
    proper = get_proper_type(typ)
    items = proper.items if isinstance(proper, UnionType) else [proper]
    return [get_proper_type(item) for item in items]


def _is_from_error(item: ProperType) -> bool:
    return isinstance(item, AnyType) and item.type_of_any == TypeOfAny.from_error


def _says_little(item: ProperType) -> bool:
    info = class_of(item)
    return isinstance(item, TypeVarType) or (info is not None and is_open(info))
