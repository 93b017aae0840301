"""What is wrong with a call, as a value: the hook reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint_mypy.codes import TREE_AT

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.errorcodes import ErrorCode
    from mypy.nodes import Context


@dataclass(frozen=True, slots=True)
class Problem:
    """A message, and the node that it is about; a note where the code may well work."""

    message: str
    node: Context
    code: ErrorCode = TREE_AT
    is_note: bool = False


def report(problem: Problem, api: TypeChecker) -> None:
    """Let mypy say so."""
    if problem.is_note:
        api.note(problem.message, problem.node, code=problem.code)
    else:
        api.fail(problem.message, problem.node, code=problem.code)
