"""Functions that return a tree of the type that they are given: `inference_mode` and friends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.checker import TypeChecker
from mypy.subtypes import is_subtype

from treelint_mypy import trees

if TYPE_CHECKING:
    from mypy.plugin import FunctionSigContext
    from mypy.types import FunctionLike


def signature(ctx: FunctionSigContext) -> FunctionLike:
    """`(PyTree, ...) -> PyTree` becomes `(Tree, ...) -> Tree`."""
    default = ctx.default_signature
    # With type variables it is typed by the library itself.
    if not isinstance(ctx.api, TypeChecker) or default.variables or not default.arg_types:
        return default
    given = ctx.args[0]
    tree = trees.type_of(given[0] if len(given) == 1 else None, ctx.api)
    variables = trees.variable(tree, ctx.api)
    if not variables or not is_subtype(tree, default.arg_types[0]):
        return default  # where the library says what it takes, mypy says that this is not it
    return default.copy_modified(
        arg_types=[variables[0], *default.arg_types[1:]],
        ret_type=variables[0],
        variables=variables,
    )
