"""Selectors of which all is known at a glance: `lambda m: m.layers[0].weight`.

Most are nothing but fields of modules and items of lists. Where mypy, which has read them with the
tree's type, knows each step, nothing is wrong with them: the selector model would find the same,
in several times the time. Of what is not sure here, the model is asked.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from mypy.nodes import (
    ARG_POS,
    Expression,
    GeneratorExpr,
    IndexExpr,
    IntExpr,
    LambdaExpr,
    ListComprehension,
    ListExpr,
    MemberExpr,
    NameExpr,
    ReturnStmt,
    StarExpr,
    StrExpr,
    TupleExpr,
    UnaryExpr,
)
from mypy.types import Instance, TupleType, get_proper_type

from treelint.records import dataclass
from treelint_mypy import static_fields
from treelint_mypy.leaf_classes import is_array_class

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.types import Type

    from treelint_mypy.arguments import Arguments

_Keys: TypeAlias = "tuple[str | int, ...]"

_SEQUENCES = {"builtins.list", "builtins.tuple"}


@dataclass(frozen=True, slots=True)
class Plain:
    """The types of the nodes, one by one; `count` is None where a loop picks them."""

    types: list[Type]
    is_one: bool
    count: int | None

    def suits(self, arguments: Arguments) -> bool:
        """Whether nothing can be wrong with how many replacements a call gives."""
        replace, replace_fn = arguments["replace"], arguments["replace_fn"]
        if not arguments.has_all or (replace is None) is (replace_fn is None):
            return False
        if replace is None or self.is_one:
            return True
        if not isinstance(replace, TupleExpr | ListExpr) or len(replace.items) != self.count:
            return False
        return not any(isinstance(item, StarExpr) for item in replace.items)


def plain(function: Expression | None, api: TypeChecker) -> Plain | None:
    """The nodes of a selector that mypy has just read, if that is all there is to say of it."""
    match function:
        case LambdaExpr(arguments=[parameter], arg_kinds=[kind], body=body) if (
            kind is ARG_POS and isinstance(only := body.body[0], ReturnStmt)
        ):
            return _plain(only.expr, parameter.variable.name, api)
    return None


def _plain(body: Expression | None, tree: str, api: TypeChecker) -> Plain | None:
    match body:
        case MemberExpr() | IndexExpr():
            typ = _picked(body, tree, api)
            return None if typ is None else Plain([typ], is_one=True, count=None)
        case TupleExpr(items=items) | ListExpr(items=items):
            found = [_picked(item, tree, api) for item in items]
            types = [typ for typ in found if typ is not None]
            if len(types) < len(items) or not _are_apart([_keys(item) for item in items]):
                return None
            return Plain(types, is_one=False, count=len(types))
        case ListComprehension(
            generator=GeneratorExpr(
                left_expr=element,
                indices=[NameExpr(name=each)],
                sequences=[sequence],
                condlists=[[]],
                is_async=[False],
            )
        ):
            typ, several = _picked(element, each, api), _picked(sequence, tree, api)
            if typ is None or not _has_items(several):
                return None
            return Plain([typ], is_one=False, count=None)
    return None


def _picked(node: Expression, root: str, api: TypeChecker) -> Type | None:
    """The type of what is a node below a variable for certain, and not None."""
    if not api.has_type(node):
        return None
    typ = api.lookup_type(node)
    if not isinstance(get_proper_type(typ), Instance):
        return None
    is_step = False
    while isinstance(node, MemberExpr | IndexExpr):
        is_step = True
        above = node.expr if isinstance(node, MemberExpr) else node.base
        if not api.has_type(above) or not _is_step(node, api.lookup_type(above)):
            return None
        node = above
    is_below = is_step and isinstance(node, NameExpr) and node.name == root
    return typ if is_below else None


def _is_step(step: MemberExpr | IndexExpr, above: Type) -> bool:
    """Whether a step leads from what is of this type to a part of it that is in the tree."""
    proper = get_proper_type(above)
    if isinstance(step, MemberExpr):
        if not isinstance(proper, Instance):
            return False
        return static_fields.is_node(proper.type, step.name) and not is_array_class(proper.type)
    match _key(step.index):
        case int():
            return _has_items(proper)
        case str():
            return isinstance(proper, Instance) and proper.type.fullname == "builtins.dict"
    return False


def _has_items(typ: Type | None) -> bool:
    """Whether it is a list or a tuple, of which each item is a part of the tree."""
    match get_proper_type(typ):
        case Instance(type=info) | TupleType(partial_fallback=Instance(type=info)):
            return info.fullname in _SEQUENCES
    return False


def _are_apart(several: list[_Keys]) -> bool:
    """Whether no path is another, or leads on from another."""
    ordered = sorted(several, key=lambda keys: tuple(map(str, keys)))
    return all(first != second[: len(first)] for first, second in pairwise(ordered))


def _keys(node: Expression) -> _Keys:
    keys: list[str | int] = []
    while isinstance(node, MemberExpr | IndexExpr):
        if isinstance(node, MemberExpr):
            keys.append(node.name)
            node = node.expr
        else:
            key = _key(node.index)
            keys.append("" if key is None else key)
            node = node.base
    return tuple(reversed(keys))


def _key(index: Expression) -> str | int | None:
    match index:
        case IntExpr(value=number):
            return number
        case UnaryExpr(op="-", expr=IntExpr(value=number)):
            return -number
        case StrExpr(value=text):
            return text
    return None
