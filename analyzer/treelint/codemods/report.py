"""The findings for mutations: what is wrong, and the rewriting, or why there is none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.construction import is_construction, method_of_self
from treelint.codemods.rewriting import Withheld, rewriting
from treelint.codemods.sharing import is_parameter
from treelint.expected import is_of_a_test
from treelint.findings import Fix

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treelint.codemods.mutations import Mutation
    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.rule import Rule


_ERRORS = ("AttributeError", "TypeError", "dataclasses.FrozenInstanceError")


def report(
    file: FileIndex,
    rule: Rule,
    is_meant: Callable[[FileIndex, Mutation], bool],
    says: Callable[[FileIndex, Mutation], str],
    is_safe: Callable[[FileIndex, Mutation], bool],
) -> Iterator[Finding]:
    """A finding for each mutation that a rule is about."""
    for mutation in file.mutations:
        if is_in_construction(file, mutation) or not is_meant(file, mutation):
            continue
        if file.expects(mutation.node, *_ERRORS) or _is_of_a_test(file, mutation):
            continue
        # The first of a statement stands for all of them: they change together.
        together = file.once(_by_statement)[mutation.statement]
        answer = rewriting(file, mutation.statement, together)
        message = says(file, mutation)
        if isinstance(answer, Withheld):
            yield rule.at(file, mutation.node, f"{message} (not rewritten: {answer.reason})")
            continue
        is_certain = all(is_safe(file, one) for one in together)
        make = Fix.safe if is_certain and not answer.is_first_step else Fix.unsafe
        yield rule.at(file, mutation.node, message, make(answer.message, *answer.changes))


def _by_statement(file: FileIndex) -> dict[ast.stmt, list[Mutation]]:
    together: dict[ast.stmt, list[Mutation]] = {}
    for mutation in file.mutations:
        together.setdefault(mutation.statement, []).append(mutation)
    return together


def _is_of_a_test(file: FileIndex, mutation: Mutation) -> bool:
    """Whether it stands in a class that is made to see what goes wrong with it."""
    classes = [
        outer for outer in file.ancestors(mutation.statement) if isinstance(outer, ast.ClassDef)
    ]
    return any(is_of_a_test(file, cls) for cls in classes)


def is_in_construction(file: FileIndex, mutation: Mutation) -> bool:
    """Whether it changes the `self` of a constructor, or of what only constructors call."""
    method = method_of_self(file, mutation.place.root)
    return method is not None and is_construction(file, method)


def is_of_self(file: FileIndex, mutation: Mutation) -> bool:
    """Whether it changes the `self` of a method."""
    return method_of_self(file, mutation.place.root) is not None


def is_local_variable(file: FileIndex, mutation: Mutation) -> bool:
    """Whether the tree is under a variable that is no parameter."""
    root = mutation.place.root
    return isinstance(root, ast.Name) and not is_parameter(file, root)
