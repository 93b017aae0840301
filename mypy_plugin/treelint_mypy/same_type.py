"""Functions that give back trees of the type that they are given: `inference_mode`, `filter`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.subtypes import is_same_type, is_subtype
from mypy.types import AnyType, Instance, TupleType, get_proper_type

from treelint_mypy import trees
from treelint_mypy.alternatives import alternatives

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.plugin import FunctionSigContext
    from mypy.types import FunctionLike, Type


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(PyTree, ...) -> PyTree` becomes `(Tree, ...) -> Tree`; a pair of trees remains a pair."""
    default = ctx.default_signature
    if not isinstance(ctx.api, TypeChecker) or not default.arg_types:
        return default
    declared = get_proper_type(default.ret_type)
    parameter, *others = default.arg_types
    each = declared.items if isinstance(declared, TupleType) else [declared]
    if not all(_is_given_back(typ, parameter) for typ in each):
        return default  # another function of that name, in a module of the user's
    if default.variables and not isinstance(declared, TupleType):
        return default  # the library itself says as much
    given = ctx.args[0][0] if len(ctx.args[0]) == 1 else None
    tree = trees.type_of(given, ctx.api)
    if isinstance(get_proper_type(tree), AnyType):
        return default
    if not default.variables and not is_subtype(tree, parameter):
        return default  # where the library says what it takes, mypy says that this is not it
    if isinstance(declared, TupleType):
        items = _wanted(len(declared.items), ctx.api)
        pair = [trees.returned(given, tree, item, ctx.api) for item in items]
        result: Type = declared.copy_modified(items=pair)
    else:
        wanted = ctx.api.type_context[-1] if ctx.api.type_context else None
        tree = result = trees.returned(given, tree, wanted, ctx.api)
    return default.copy_modified(arg_types=[tree, *others], ret_type=result, variables=[])


def _is_given_back(typ: Type, parameter: Type) -> bool:
    return isinstance(get_proper_type(typ), AnyType) or is_same_type(typ, parameter)


def _wanted(number: int, api: TypeChecker) -> Sequence[Type | None]:
    """What the context of the call says of each of so many results.

    Each is what its own target declares: with one type variable for all, mypy finds no type for
    `models, rest = partition([model], ...)`, where `models` is a list of a base class.
    """
    context = api.type_context[-1] if api.type_context else None
    for item in alternatives(context) if context is not None else ():
        match item:
            case TupleType(items=items) if len(items) == number:
                return items
            case Instance(args=[each]):
                return [each] * number
    return [None] * number
