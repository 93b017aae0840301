"""Functions that give back trees of the type that they are given: `inference_mode`, `filter`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.subtypes import is_subtype
from mypy.types import AnyType, TupleType, get_proper_type

from treelint_mypy import trees

if TYPE_CHECKING:
    from mypy.plugin import FunctionSigContext
    from mypy.types import FunctionLike, Type


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(PyTree, ...) -> PyTree` becomes `(Tree, ...) -> Tree`; a pair of trees remains a pair."""
    default = ctx.default_signature
    # With type variables it is typed by the library itself.
    if not isinstance(ctx.api, TypeChecker) or default.variables or not default.arg_types:
        return default
    given = ctx.args[0]
    tree = trees.type_of(given[0] if len(given) == 1 else None, ctx.api)
    if isinstance(get_proper_type(tree), AnyType) or not is_subtype(tree, default.arg_types[0]):
        return default  # where the library says what it takes, mypy says that this is not it
    returned, variables = trees.returned(tree, ctx.api)
    return default.copy_modified(
        arg_types=[returned, *default.arg_types[1:]],
        ret_type=_returned(default.ret_type, returned),
        variables=variables,
    )


def _returned(declared: Type, tree: Type) -> Type:
    """The tree, or as many of them as `partition` gives."""
    proper = get_proper_type(declared)
    if not isinstance(proper, TupleType):
        return tree
    items = (tree if isinstance(get_proper_type(item), AnyType) else item for item in proper.items)
    return proper.copy_modified(items=list(items))
