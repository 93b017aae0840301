"""Whether the mutations of one statement can become updates, and the statements that do it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.callers.handing_back import UnclearError
from treelint.codemods.callers.parameters import handing_back
from treelint.codemods.finding.header_targets import moved
from treelint.codemods.finding.mutations import Mutation, Way, goes_around
from treelint.codemods.finding.places import first_name
from treelint.codemods.finding.properties import property_on_the_way, spelt_out
from treelint.codemods.flow.turns import may_be_given
from treelint.codemods.holders.roots import declaration, first_statements
from treelint.codemods.holders.sharing import sharing
from treelint.codemods.lines.fresh_names import FreshNames
from treelint.codemods.lines.spelling import comments
from treelint.codemods.lines.statements import write
from treelint.codemods.lines.writer import CannotError, Writer
from treelint.codemods.lines.writing import written
from treelint.codemods.parts.aliases import Alias, inlined
from treelint.codemods.parts.fellow_aliases import fellow_aliases
from treelint.codemods.reasons import reason_against, why_unclear
from treelint.findings import Rewrite
from treelint.fixing.imports import of_either_family
from treelint.records import dataclass
from treelint.sites.evaluation import is_parameter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.findings import Change
    from treelint.index import FileIndex


@dataclass(frozen=True, slots=True)
class Rewriting:
    """The changes that make updates of a statement, or that make way for them first."""

    message: str
    changes: tuple[Change, ...]
    is_first_step: bool = False


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why a statement stays as it is."""

    reason: str


Answer: TypeAlias = Rewriting | Withheld


def rewriting(file: FileIndex, statement: ast.stmt, found: Sequence[Mutation]) -> Answer:
    """The updates that mean what a statement would mean if trees could be changed."""
    answers = file.once(_answers)
    if statement not in answers:
        answers[statement] = _rewriting(file, statement, found)
    return answers[statement]


def _answers(_: FileIndex) -> dict[ast.stmt, Answer]:
    """The answers for statements, for those asked about: each of their mutations asks."""
    return {}


def _rewriting(file: FileIndex, statement: ast.stmt, found: Sequence[Mutation]) -> Answer:
    before: tuple[Change, ...] = ()
    if isinstance(statement, ast.For | ast.With):
        return _of_head(file, statement, found)
    try:
        for mutation in [one for each in found for one in each.each()]:
            reason = reason_against(file, statement, mutation)
            if reason is not None:
                return _by_its_own_name(file, statement, mutation) or Withheld(reason)
            # One parameter after the other, where there are several.
            before = before or _made_ready(file, mutation, mutation.place.root)
        for mutation in found:
            step = property_on_the_way(file, mutation.place)
            if step is not None:
                message = f"write what `{step.attr}` gives"
                return Rewriting(message, (spelt_out(file, step),), is_first_step=True)
    except UnclearError as unclear:
        return Withheld(str(unclear))
    name = first_name(found[0].place.root)
    tree_at = None if name is None else of_either_family(file, "tree_at", name)
    if tree_at is None:
        return Withheld("`tree_at` cannot be reached by a name here")
    writer = Writer(file, tree_at.text, FreshNames(file, statement, shared=True))
    try:
        _written(writer, statement, found)
    except CannotError as reason:
        return Withheld(str(reason))
    if before:
        return Rewriting("return the tree to those who gave it", before, is_first_step=True)
    change = Rewrite(statement, written(tuple(writer.lines), _indentation(file, statement)))
    before = declaration(file, statement, found[0].place.root)
    if before and statement in first_statements(file, statement):
        # Both begin at one place: the declaration goes first, by itself.
        return Rewriting("declare the variable", before, is_first_step=True)
    return Rewriting("update the tree out of place", (*before, change, *tree_at.added))


def _of_head(file: FileIndex, block: ast.For | ast.With, found: Sequence[Mutation]) -> Answer:
    """Assign in a block what its head assigns, which is a first step."""
    inside = moved(file, block, found)
    if inside.reason is not None:
        return Withheld(inside.reason)
    try:
        for mutation in found:
            _made_ready(file, mutation, mutation.place.root)
    except UnclearError as unclear:
        return Withheld(str(unclear))
    return Rewriting("assign it in the block", inside.changes, is_first_step=True)


def _indentation(file: FileIndex, statement: ast.stmt) -> str | None:
    """What stands before a statement on its line, if that is blank."""
    line = file.source.lines[statement.lineno - 1]
    before = line[: file.source.column(statement.lineno, statement.col_offset)]
    return None if before.strip() else before


def _by_its_own_name(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> Rewriting | None:
    """Write the tree's own name for a variable that is a part of it, which is a first step."""
    root = mutation.place.root
    if not isinstance(root, ast.Name) or why_unclear(file, statement) is not None:
        return None
    try:
        alias, changes = inlined(file, root)
        _check_tree(file, mutation, alias)
    except UnclearError:
        return None
    return Rewriting(f"write `{alias.text}` for `{root.id}`", changes, is_first_step=True)


def _check_tree(file: FileIndex, mutation: Mutation, alias: Alias) -> None:
    """Raise if the tree that the variable is a part of cannot be updated either."""
    tree, statement = alias.root, mutation.statement
    if not isinstance(tree, ast.Name):
        return
    without = frozenset({alias.name.id})
    if sharing(file, tree, statement, without=without) is not None:
        without |= fellow_aliases(file, tree)
    if sharing(file, tree, statement, without=without) is not None:
        outer, _ = inlined(file, tree)
        _check_tree(file, mutation, outer)
    _made_ready(file, mutation, tree)


def _made_ready(file: FileIndex, mutation: Mutation, root: ast.expr) -> tuple[Change, ...]:
    """What to change first where the tree is a parameter's."""
    if not isinstance(root, ast.Name) or not is_parameter(file, root):
        return ()
    if not may_be_given(file, root):
        return ()

    works = (
        mutation.way is Way.CALLED or not mutation.place.is_field or goes_around(file, mutation)
    )
    return handing_back(file, root, must_be_called=works)


def _written(writer: Writer, statement: ast.stmt, found: Sequence[Mutation]) -> None:
    """Write the lines of a statement; raise if a comment in the midst of it would be lost."""
    write(writer, statement, found)
    text = writer.file.text(statement)
    if "\n" in text and comments(text) - comments("\n".join(writer.lines)):
        raise CannotError("there is a comment in the midst of the statement, which would be lost")
