"""The type of a tree, and the signature of a function that gives back what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.checkexpr import has_uninhabited_component
from mypy.erasetype import remove_instance_last_known_values
from mypy.nodes import RefExpr
from mypy.subtypes import is_same_type
from mypy.types import (
    AnyType,
    Instance,
    TupleType,
    Type,
    TypeOfAny,
    UnboundType,
    UnionType,
    get_proper_type,
    has_recursive_types,
)

from treelint_mypy.static_fields import is_module_itself

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

ANY: Final = AnyType(TypeOfAny.special_form)


def type_of(pytree: Expression | None, api: TypeChecker) -> Type:
    """The type of a tree, Any where mypy does not know one."""
    if pytree is None:
        return ANY
    # The argument is checked again with the call, and what is wrong with it reported there.
    with api.msg.filter_errors():
        tree = api.get_expression_type(pytree)
    return tree if _is_known(tree) else ANY


def returned(pytree: Expression | None, tree: Type, wanted: Type | None, api: TypeChecker) -> Type:
    """The type of a call that gives a tree of the type that it is given, where one is wanted.

    What is made in the call is of the type that its target declares, as it is without the call:
    `x: list[float] | None = tree_at(where, [1, 2], 0.5)`.
    """
    if pytree is None or isinstance(get_proper_type(tree), AnyType):
        return ANY
    is_made = not isinstance(pytree, RefExpr)
    if is_made and wanted is not None and not is_same_type(wanted, tree):
        with api.msg.filter_errors():
            made = api.get_expression_type(pytree, wanted)
        if not has_uninhabited_component(made):
            tree = made
    # Of a literal `1`, the value may change.
    return remove_instance_last_known_values(tree)


def _is_known(tree: Type) -> bool:
    """Not so for `[]`, nor where an annotation is no valid type."""
    proper = get_proper_type(tree)
    if isinstance(proper, UnboundType) or has_uninhabited_component(proper):
        return False
    # An alias that is made of itself has no end, and was written by somebody, not joined by mypy.
    return has_recursive_types(proper) or not _is_joined(proper)


def _is_joined(typ: Type) -> bool:
    """Whether there are objects in it of which only a base is known, so that they are of no use.

    mypy takes `[1, [2, 3]]` for a `list[object]`, and `[Linear(...), MLP(...)]` for modules.
    """
    match get_proper_type(typ):
        case Instance(type=info, args=arguments):
            return info.fullname == "builtins.object" or any(map(_is_vague, arguments))
        case TupleType(items=items):
            return any(map(_is_vague, items))
        case UnionType(items=items):
            return any(map(_is_joined, items))
    return False


def _is_vague(typ: Type) -> bool:
    proper = get_proper_type(typ)
    if isinstance(proper, Instance) and (proper.type.is_protocol or is_module_itself(proper.type)):
        return True
    return _is_joined(proper)
