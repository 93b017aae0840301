"""`tree_at`: the signature that a call is checked against, and what else is wrong with it.

All of it happens in the signature hook: an error from a function hook would make mypy pass
over an overload (`treeops.tree_at` has several) as not matching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.nodes import ARG_OPT, ARG_POS, ArgKind, CallExpr
from mypy.types import AnyType, NoneType, UnionType, get_proper_type

from treelint_mypy import (
    named_selector,
    replace_functions,
    trees,
    typed_selector,
    unary,
)
from treelint_mypy.arguments import TREE_AT, bind
from treelint_mypy.codes import TREE_AT_TYPE
from treelint_mypy.plain import plain
from treelint_mypy.selectors import Where, selector_of
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.plugin import FunctionSigContext
    from mypy.types import CallableType, FunctionLike, Type


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(Callable[[Any], Any], Any, ...) -> Any` becomes `(..., Tree, ...) -> Tree`."""
    api = ctx.api
    if not isinstance(api, TypeChecker) or not isinstance(ctx.context, CallExpr):
        return ctx.default_signature
    if not {"where", "pytree"}.issubset(ctx.default_signature.arg_names):
        return ctx.default_signature  # another function of that name, in a module of the user's
    arguments = bind(ctx.context, TREE_AT)
    tree = trees.type_of(arguments["pytree"], api)
    where = selector_of(arguments["where"], api)
    parameter = typed_selector.parameter(arguments["where"], where, tree, api)
    known = None
    if api.in_checked_function():
        known = plain(arguments["where"], api)
        if where is not None:
            named_selector.read(where, api)
        if known is None or not known.suits(arguments) or _asks_for_types(api):
            # Loaded here and below: most selectors are plain.
            from treelint_mypy import call_problems

            call_problems.report(ctx.context, arguments, where, api)
    types = _of_nodes(where, api) if known is None else known.types
    callbacks = {
        "where": parameter,
        "replace_fn": replace_functions.parameter(arguments["replace_fn"], types, api),
    }
    wanted = api.type_context[-1] if api.type_context else None
    tree = trees.returned(arguments["pytree"], tree, wanted, api)
    return _typed(ctx.default_signature, callbacks, tree, api)


def _of_nodes(where: Where | None, api: TypeChecker) -> list[Type]:
    """The types of the nodes, as far as they are known."""
    from treelint_mypy.nodes import nodes_of

    return [node.type for node in nodes_of(where, api)]


def _asks_for_types(api: TypeChecker) -> bool:
    """Whether the user wants replacements to be of their nodes' types."""
    return api.errors.is_error_code_enabled(TREE_AT_TYPE)


def _typed(
    default: CallableType, callbacks: dict[str, CallableType], tree: Type, api: TypeChecker
) -> CallableType:
    """The signature of this call, whichever overload it is checked against.

    A library may type its overloads; with one signature for all of them it is the plugin that
    says what is wrong, and not "No overload variant matches".
    """
    types: dict[str, Type] = {
        "where": callbacks["where"],
        "pytree": tree,
        "replace": ANY,
        "replace_fn": callbacks["replace_fn"],
        "is_leaf": _is_leaf(api),
    }
    kinds: dict[str, ArgKind] = dict.fromkeys(TREE_AT, ARG_OPT)
    kinds |= {"where": ARG_POS, "pytree": ARG_POS}
    for name, kind, typ in zip(
        default.arg_names, default.arg_kinds, default.arg_types, strict=True
    ):
        if name is None:
            continue
        kinds.setdefault(name, kind)
        if name not in types or (name == "is_leaf" and not _is_any(typ)):
            types[name] = typ
    return default.copy_modified(
        arg_types=list(types.values()),
        arg_kinds=list(kinds.values()),
        arg_names=list(types),
        ret_type=tree,
        variables=[],
    )


def _is_leaf(api: TypeChecker) -> Type:
    boolean = api.named_generic_type("builtins.bool", [])
    return UnionType([unary.function(ANY, boolean, api), NoneType()])


def _is_any(typ: Type) -> bool:
    return isinstance(get_proper_type(typ), AnyType)
