"""The type of a tree, and the signature of a function that gives back what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.checkexpr import has_uninhabited_component
from mypy.types import (
    AnyType,
    Type,
    TypeOfAny,
    TypeVarId,
    TypeVarType,
    UnboundType,
    get_proper_type,
)

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression
    from mypy.plugin import CheckerPluginInterface

ANY: Final = AnyType(TypeOfAny.special_form)
_NAMESPACE: Final = "treelint_mypy"


def type_of(pytree: Expression | None, api: TypeChecker) -> Type:
    """The type of a tree, Any where mypy does not know one."""
    if pytree is None:
        return ANY
    # The argument is checked again with the call, and what is wrong with it reported there.
    with api.msg.filter_errors():
        tree = api.get_expression_type(pytree)
    return tree if _is_known(tree) else ANY


def variable(tree: Type, api: CheckerPluginInterface) -> list[TypeVarType]:
    """A type variable for a tree; none for one of which nothing is known.

    The declared type of a target may widen it: `x: list[float] = tree_at(where, [1, 2], 0.5)`.
    """
    if isinstance(get_proper_type(tree), AnyType):
        return []
    made = TypeVarType(
        "Tree",
        f"{_NAMESPACE}.Tree",
        TypeVarId(-1, namespace=_NAMESPACE),
        values=[],
        upper_bound=api.named_generic_type("builtins.object", []),
        default=AnyType(TypeOfAny.from_omitted_generics),
    )
    return [made]


def _is_known(tree: Type) -> bool:
    """Not so for `[]`, nor where an annotation is no valid type."""
    proper = get_proper_type(tree)
    return not isinstance(proper, UnboundType) and not has_uninhabited_component(proper)
