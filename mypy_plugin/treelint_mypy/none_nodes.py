"""Nodes that are None, for certain, in a call without `is_leaf`."""

from __future__ import annotations

import ast
from itertools import islice
from typing import TYPE_CHECKING

from mypy.nodes import MemberExpr
from mypy.types import NoneType, UnionType, get_proper_type

from treelint.selector import wording
from treelint.selector.model import Attr, Parameter, Path
from treelint.selector.questions import paths
from treelint_mypy import kinds
from treelint_mypy.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

    from treelint_mypy.arguments import Arguments
    from treelint_mypy.selectors import Where


def problems(arguments: Arguments, where: Where, api: TypeChecker) -> Iterator[Problem]:
    """The first path to None. It works while there is no other None in the tree: a note."""
    if where.selector is None or "is_leaf" in arguments or not arguments.has_all:
        return
    found = (
        Problem(wording.only_none(path, ast.unparse), where.node(path.origin), is_note=True)
        for path in paths(where.selector.body)
        if path.steps and _is_none(path, where, arguments["pytree"], api)
    )
    yield from islice(found, 1)


def _is_none(path: Path, where: Where, pytree: Expression | None, api: TypeChecker) -> bool:
    """Whether a node is None by its type, or by a test of it before the call."""
    node = where.behind.get(path.origin)
    if path.root is not Parameter.TREE or node is None or not api.has_type(node):
        return False
    typ = get_proper_type(api.lookup_type(node))
    items = typ.items if isinstance(typ, UnionType) else [typ]
    if not any(isinstance(get_proper_type(item), NoneType) for item in items):
        return False  # as most nodes are
    if not kinds.is_in_tree(path, where, api):
        return False
    return isinstance(typ, NoneType) or (pytree is not None and _is_tested(path, pytree, api))


def _is_tested(path: Path, pytree: Expression, api: TypeChecker) -> bool:
    """Whether the same path from the tree itself, `m.bias`, has become None by a test."""
    here = pytree
    for step in path.steps:
        if not isinstance(step, Attr):
            return False
        below = MemberExpr(here, step.name)
        below.set_line(pytree)
        here = below
    with api.msg.filter_errors():
        return isinstance(get_proper_type(api.get_expression_type(here)), NoneType)
