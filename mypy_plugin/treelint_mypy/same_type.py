"""Functions that give back trees of the type that they are given: `inference_mode`, `filter`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.subtypes import is_same_type, is_subtype
from mypy.types import AnyType, TupleType, get_proper_type

from treelint_mypy import trees

if TYPE_CHECKING:
    from mypy.nodes import Expression
    from mypy.plugin import FunctionSigContext
    from mypy.types import FunctionLike, Type


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(PyTree, ...) -> PyTree` becomes `(Tree, ...) -> Tree`; a pair of trees remains a pair."""
    default = ctx.default_signature
    # With type variables it is typed by the library itself.
    if not isinstance(ctx.api, TypeChecker) or default.variables or not default.arg_types:
        return default
    given = ctx.args[0][0] if len(ctx.args[0]) == 1 else None
    tree = trees.type_of(given, ctx.api)
    if isinstance(get_proper_type(tree), AnyType) or not is_subtype(tree, default.arg_types[0]):
        return default  # where the library says what it takes, mypy says that this is not it
    declared = get_proper_type(default.ret_type)
    others = default.arg_types[1:]
    if isinstance(declared, TupleType):
        each = declared.copy_modified(items=_each(declared, given, ctx.api))
        return default.copy_modified(arg_types=[tree, *others], ret_type=each)
    if not isinstance(declared, AnyType) and not is_same_type(declared, default.arg_types[0]):
        return default  # another function of that name, in a module of the user's
    returned, variables = trees.returned(tree, ctx.api)
    return default.copy_modified(
        arg_types=[returned, *others], ret_type=returned, variables=variables
    )


def _each(several: TupleType, given: Expression | None, api: TypeChecker) -> list[Type]:
    """The tree, as many times as `partition` gives it.

    Each is what its own target declares: with one type variable for all, mypy would find no type
    for `models, rest = partition([model], ...)`, where `models` is a list of a base class.
    """
    wanted = get_proper_type(api.type_context[-1]) if api.type_context else None
    contexts: list[Type | None] = [None] * len(several.items)
    if isinstance(wanted, TupleType) and len(wanted.items) == len(contexts):
        contexts = [*wanted.items]
    return [
        trees.type_of(given, api, context) if isinstance(get_proper_type(item), AnyType) else item
        for item, context in zip(several.items, contexts, strict=True)
    ]
