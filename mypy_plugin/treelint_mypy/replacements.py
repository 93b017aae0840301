"""What is wrong with the replacements that `tree_at` is given."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mypy.types import TupleType, UnpackType, get_proper_type

from treelint.selector import wording
from treelint.selector.questions import node_count, selects_several
from treelint.selector.replacement import is_scalar_literal, literal_count, taken_apart_as
from treelint_mypy.problems import Problem
from treelint_mypy.selectors import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.nodes import CallExpr, Expression

    from treelint.selector.model import Selection
    from treelint_mypy.arguments import Arguments
    from treelint_mypy.selectors import Where


def problems(
    call: CallExpr, arguments: Arguments, where: Where | None, api: TypeChecker
) -> Iterator[Problem]:
    """Both or neither of `replace` and `replace_fn`; not one replacement for each node."""
    replace, replace_fn = arguments["replace"], arguments["replace_fn"]
    if replace is not None and replace_fn is not None:
        by_position = call.arg_names[call.args.index(replace_fn)] is None
        message = wording.BOTH_BY_POSITION if by_position else wording.BOTH_REPLACEMENTS
        yield Problem(message, replace_fn)
        return
    if "pytree" in arguments and arguments.has_all and not (replace or replace_fn):
        yield Problem(wording.NO_REPLACEMENT, call)
    if replace is not None and where is not None and where.selector is not None:
        yield from _count(where.selector.body, replace, api)


def _count(body: Selection, replace: Expression, api: TypeChecker) -> Iterator[Problem]:
    written, names = named(replace)
    if selects_several(body) and is_scalar_literal(written):
        yield Problem(wording.scalar_replacement(written, ast.unparse), replace)
        return
    nodes, replacements = node_count(body), _number(replace, written, api)
    parts = taken_apart_as(written, names)
    if parts is not None and selects_several(body) and nodes != 0:
        yield Problem(wording.split_replacement(parts), replace)
        return
    if nodes is not None and replacements is not None and nodes != replacements:
        yield Problem(wording.wrong_count(nodes, replacements), replace)


def _number(replace: Expression, written: ast.expr, api: TypeChecker) -> int | None:
    """How many replacements: as they are written, or else by the type."""
    count = literal_count(written)
    if count is not None:
        return count
    with api.msg.filter_errors():
        typ = get_proper_type(api.get_expression_type(replace))
    if not isinstance(typ, TupleType) or any(isinstance(item, UnpackType) for item in typ.items):
        return None
    return len(typ.items)
