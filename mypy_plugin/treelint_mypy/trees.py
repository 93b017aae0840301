"""The type of a tree, and the signature of a function that gives back what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.checkexpr import has_uninhabited_component
from mypy.subtypes import is_same_type
from mypy.types import (
    AnyType,
    Instance,
    ProperType,
    TupleType,
    Type,
    TypeOfAny,
    TypeVarId,
    TypeVarType,
    UnboundType,
    UnionType,
    get_proper_type,
    has_recursive_types,
)

from treelint_mypy.static_fields import is_module_itself

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

ANY: Final = AnyType(TypeOfAny.special_form)
_NAMESPACE: Final = "treelint_mypy"


def type_of(pytree: Expression | None, api: TypeChecker, context: Type | None = None) -> Type:
    """The type of a tree, where such a type is wanted; Any where mypy does not know one."""
    if pytree is None:
        return ANY
    # The argument is checked again with the call, and what is wrong with it reported there.
    with api.msg.filter_errors():
        tree = api.get_expression_type(pytree, context)
    return tree if _is_known(tree) else ANY


def returned(tree: Type, api: TypeChecker) -> tuple[Type, list[TypeVarType]]:
    """The type of a call that gives a tree of the type it is given, and its type variables.

    The declared type of a target may widen it: `x: list[float] = tree_at(where, [1, 2], 0.5)`.
    Where it has no reason to, none has to be inferred, for which mypy reads all arguments twice.
    """
    proper = get_proper_type(tree)
    if isinstance(proper, AnyType):
        return ANY, []
    if _is_settled(proper, api.type_context[-1:]):
        return tree, []
    made = TypeVarType(
        "Tree",
        f"{_NAMESPACE}.Tree",
        TypeVarId(-1, namespace=_NAMESPACE),
        values=[],
        upper_bound=api.named_generic_type("builtins.object", []),
        default=AnyType(TypeOfAny.from_omitted_generics),
    )
    return made, [made]


def _is_settled(tree: ProperType, contexts: Sequence[Type | None]) -> bool:
    """Whether an object is wanted as it is, or anything; of a literal `1`, the type may change."""
    if not isinstance(tree, Instance) or tree.last_known_value is not None:
        return False
    return all(context is None or is_same_type(context, tree) for context in contexts)


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
