"""Steps on a selector's way that leave the tree: by the types and classes of its nodes."""

from __future__ import annotations

import ast
from itertools import islice
from typing import TYPE_CHECKING

from mypy.nodes import MemberExpr

from treelint.selector import wording
from treelint.selector.questions import paths
from treelint_mypy import kinds
from treelint_mypy.members import Kind, Member, member_of
from treelint_mypy.problems import Problem
from treelint_mypy.syntax import translate_expression

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker

    from treelint.selector.model import Path, Selection
    from treelint_mypy.selectors import Where

_WORDS = {
    Kind.STATIC: wording.static_field,
    Kind.COMPUTED: wording.computed,
    Kind.VARIABLE: wording.class_variable,
    Kind.METHOD: wording.method,
}


def problems(where: Where, body: Selection, api: TypeChecker) -> Iterator[Problem]:
    """The first step of each path that is certain to lead out of the tree."""
    for path in paths(body):
        yield from islice(_on(path, where, api), 1)


def _on(path: Path, where: Where, api: TypeChecker) -> Iterator[Problem]:
    end = where.behind.get(path.origin)
    part = kinds.part_of_array(path, where, api)
    for step in reversed(list(where.chain(path))):
        member = member_of(step, api) if isinstance(step, MemberExpr) else None
        # A method that is called, or of which something is taken, is another thing.
        if member is not None and (member.kind is not Kind.METHOD or step is end):
            yield Problem(_message(path, member), step)
        if step is part:
            written, _ = translate_expression(step)
            yield Problem(wording.part_of_array(written, ast.unparse), step)


def _message(path: Path, member: Member) -> str:
    return _WORDS[member.kind](path, member.name, member.owner.name, ast.unparse)
