"""`tree_at`: the signature that a call is checked against, and what else is wrong with it.

All of it happens in the signature hook: an error from a function hook would make mypy pass
over an overload (`treeops.tree_at` has several) as not matching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.nodes import ARG_OPT, ARG_POS, ArgKind, CallExpr
from mypy.types import AnyType, NoneType, UnionType, get_proper_type

from treelint_mypy import named_selector, replacements, selected, trees, typed_selector, unary
from treelint_mypy.arguments import TREE_AT, Arguments, bind
from treelint_mypy.codes import TREE_AT as CODE
from treelint_mypy.selectors import Where, selector_of
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.plugin import FunctionSigContext
    from mypy.types import CallableType, FunctionLike, Type

    from treelint_mypy.problems import Problem


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(Callable[[Any], Any], Any, ...) -> Any` becomes `(..., Tree, ...) -> Tree`."""
    api = ctx.api
    if not isinstance(api, TypeChecker) or not isinstance(ctx.context, CallExpr):
        return ctx.default_signature
    arguments = bind(ctx.context, TREE_AT)
    tree = trees.type_of(arguments["pytree"], api)
    where = selector_of(arguments["where"])
    parameter = typed_selector.parameter(arguments["where"], where, tree, api)
    if api.in_checked_function():
        if where is not None:
            named_selector.read(where, api)
        for problem in _problems(ctx.context, arguments, where, api):
            api.fail(problem.message, problem.node, code=CODE)
    return _typed(ctx.default_signature, parameter, tree, api)


def _problems(
    call: CallExpr, arguments: Arguments, where: Where | None, api: TypeChecker
) -> Iterator[Problem]:
    yield from replacements.problems(call, arguments, where, api)
    if where is not None:
        yield from selected.problems(where, arguments["is_leaf"], api)


def _typed(
    default: CallableType, where: CallableType, tree: Type, api: TypeChecker
) -> CallableType:
    """The signature of this call, whichever overload it is checked against.

    A library may type its overloads; with one signature for all of them it is the plugin that
    says what is wrong, and not "No overload variant matches".
    """
    variables = trees.variable(tree, api)
    returned = variables[0] if variables else ANY
    callbacks = _callbacks(api)
    types: dict[str, Type] = {"where": where, "pytree": returned, "replace": ANY} | callbacks
    kinds: dict[str, ArgKind] = dict.fromkeys(TREE_AT, ARG_OPT)
    kinds |= {"where": ARG_POS, "pytree": ARG_POS}
    for name, kind, typ in zip(
        default.arg_names, default.arg_kinds, default.arg_types, strict=True
    ):
        if name is None:
            continue
        kinds.setdefault(name, kind)
        if name not in types or (name in callbacks and not _is_any(typ)):
            types[name] = typ
    return default.copy_modified(
        arg_types=list(types.values()),
        arg_kinds=list(kinds.values()),
        arg_names=list(types),
        ret_type=returned,
        variables=variables,
    )


def _callbacks(api: TypeChecker) -> dict[str, Type]:
    """What is called with nodes: one overload may lack it, a library may leave it untyped."""
    boolean = api.named_generic_type("builtins.bool", [])
    is_leaf = UnionType([unary.function(ANY, boolean, api), NoneType()])
    return {"replace_fn": unary.function(ANY, ANY, api), "is_leaf": is_leaf}


def _is_any(typ: Type) -> bool:
    return isinstance(get_proper_type(typ), AnyType)
