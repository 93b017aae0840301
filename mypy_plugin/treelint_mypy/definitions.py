"""The function that stands as an argument: written there, under a name, a method, a partial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import (
    ARG_NAMED,
    ARG_POS,
    NOT_ABSTRACT,
    AssignmentExpr,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    LambdaExpr,
    MemberExpr,
    NameExpr,
    RefExpr,
    SymbolNode,
    TypeInfo,
)

from treelint.fullnames import PARTIAL, canonical
from treelint.records import dataclass, replace
from treelint_mypy.alternatives import classes_of
from treelint_mypy.bound_names import is_defined_once, value_of
from treelint_mypy.redeclared import is_redeclared

if TYPE_CHECKING:
    from mypy.checker import TypeChecker

_PARTIAL = PARTIAL | {"functools.partial"}
# Names of names, partials of partials: nobody writes more of them.
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Definition:
    """A function of this file, and which of its parameters have their values already.

    `by_place` counts those that come first: `self`, and what a partial binds. `is_method` tells
    whether the first of them is `self` or `cls`.
    """

    function: LambdaExpr | FuncDef
    by_place: int = 0
    by_name: frozenset[str] = frozenset()
    is_method: bool = False


def definition_of(
    node: Expression | None, api: TypeChecker, depth: int = _DEEPEST
) -> Definition | None:
    """The definition of a function, if this file holds it and nothing else can be meant."""
    if depth == 0:
        return None
    match node:
        case LambdaExpr():
            return Definition(node)
        case AssignmentExpr(value=value):
            return definition_of(value, api, depth - 1)
        case CallExpr():
            return _bound(node, api, depth - 1)
        # A decorated function is a Decorator: what it returns is the decorator's affair.
        case RefExpr(node=FuncDef() as function) if not function.info:
            return _usable(Definition(function), api)
        case NameExpr():
            return definition_of(value_of(node, api), api, depth - 1)
        case MemberExpr():
            return _method(node, api)
    return None


def _usable(definition: Definition, api: TypeChecker) -> Definition | None:
    """The definition, unless it is that of another file, or one of several."""
    function = definition.function
    if not isinstance(function, FuncDef) or not _is_here(function, api):
        return None
    return definition if is_defined_once(function, api) else None


def _is_here(function: FuncDef, api: TypeChecker) -> bool:
    """Whether it stands in this file: the others have bodies only if they are not in the cache."""
    if function.info:
        return function.info.module_name == api.tree.fullname
    # Inside a function it has no more than its name, and inside a method that of the class, too.
    module, _, _ = function.fullname.rpartition(".")
    while module and module not in api.modules:
        module, _, _ = module.rpartition(".")
    return not module or module == api.tree.fullname


def _bound(call: CallExpr, api: TypeChecker, depth: int) -> Definition | None:
    """What `functools.partial(function, ...)` leaves of its function."""
    callee = call.callee
    if not isinstance(callee, RefExpr) or canonical(callee.fullname) not in _PARTIAL:
        return None
    is_plain = all(kind in (ARG_POS, ARG_NAMED) for kind in call.arg_kinds)
    if not is_plain or not call.args or call.arg_kinds[0] is not ARG_POS:
        return None
    inner = definition_of(call.args[0], api, depth)
    if inner is None:
        return None
    names = frozenset(name for name in call.arg_names if name is not None)
    by_place = inner.by_place + call.arg_names[1:].count(None)
    return replace(inner, by_place=by_place, by_name=inner.by_name | names)


def _method(node: MemberExpr, api: TypeChecker) -> Definition | None:
    """A method, bound to an object or taken from its class."""
    if isinstance(node.expr, RefExpr) and isinstance(node.expr.node, TypeInfo):
        return _in_class(node.expr.node, node.name, api, is_bound=False)
    with api.msg.filter_errors():
        api.get_expression_type(node.expr)
    classes = classes_of(node.expr, api)
    if len(classes) != 1 or is_redeclared(classes[0], node.name, api):
        return None
    return _in_class(classes[0], node.name, api, is_bound=True)


def _in_class(info: TypeInfo, name: str, api: TypeChecker, *, is_bound: bool) -> Definition | None:
    symbol = info.get(name)
    function = _undecorated(symbol.node) if symbol is not None else None
    if function is None or function.is_property or function.abstract_status != NOT_ABSTRACT:
        return None
    takes_self = function.is_class or (is_bound and not function.is_static)
    return _usable(Definition(function, by_place=int(takes_self), is_method=takes_self), api)


def _undecorated(node: SymbolNode | None) -> FuncDef | None:
    match node:
        case FuncDef():
            return node
        # `staticmethod` and `classmethod` are no decorators to mypy, but flags.
        case Decorator(func=function, decorators=[]) if function.is_static or function.is_class:
            return function
    return None
