"""All that is wrong with a call of `tree_at`, its selector, and what it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint_mypy import none_nodes, problems, replacement_types, replacements, selected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.nodes import CallExpr

    from treelint_mypy.arguments import Arguments
    from treelint_mypy.problems import Problem
    from treelint_mypy.selectors import Where


def report(call: CallExpr, arguments: Arguments, where: Where | None, api: TypeChecker) -> None:
    """Let mypy say it."""
    for problem in _problems(call, arguments, where, api):
        problems.report(problem, api)


def _problems(
    call: CallExpr, arguments: Arguments, where: Where | None, api: TypeChecker
) -> Iterator[Problem]:
    yield from replacements.problems(call, arguments, where, api)
    if where is not None:
        yield from selected.problems(where, arguments["is_leaf"], api)
        yield from none_nodes.problems(arguments, where, api)
        yield from replacement_types.problems(arguments, where, api)
