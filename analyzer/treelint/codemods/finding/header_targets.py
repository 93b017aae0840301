"""Targets in the head of a block: `for model.step in range(3):`, `with opened() as model.handle:`.

There a variable is bound instead, and the block begins with an assignment of it. That is when
such a target is assigned: once for each turn, and after the context manager was entered.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.flow.reach import position
from treelint.codemods.holders.roots import why_shared
from treelint.codemods.lines.fresh_names import FreshNames
from treelint.codemods.lines.writing import expression
from treelint.codemods.parts.iterated import why_iterated
from treelint.codemods.parts.movement import first_of
from treelint.codemods.reasons import reason_of_class
from treelint.findings import Rewrite, Splice
from treelint.records import dataclass
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.codemods.finding.mutations import Mutation
    from treelint.findings import Change
    from treelint.index import FileIndex


@dataclass(frozen=True, slots=True)
class Moved:
    """The changes that assign in the block what its head assigned, or why that cannot be."""

    changes: tuple[Change, ...]
    reason: str | None = None


def moved(file: FileIndex, block: ast.For | ast.With, found: Sequence[Mutation]) -> Moved:
    """What to change so that the head of a block assigns to variables alone."""
    for mutation in found:
        reason = _reason_against(file, block, mutation)
        if reason is not None:
            return Moved((), reason)
    first = block.body[0]
    source = file.source
    start = source.offset(first.lineno, first.col_offset)
    before = source.text[source.line_start(first.lineno) : start]
    names = FreshNames(file, block)
    changes: list[Change] = []
    lines: list[str] = []
    for mutation in found:
        node = mutation.place.node
        name = names.like(node.attr if isinstance(node, ast.Attribute) else "value")
        changes.append(Rewrite(node, expression(name)))
        lines.append(f"{file.text(node)} = {name}")
    separator = "; " if before.strip() else f"{source.newline}{before}"
    changes.append(Splice(start, start, "".join(f"{line}{separator}" for line in lines)))
    return Moved(tuple(changes))


def is_target(block: ast.stmt, mutation: Mutation) -> bool:
    """Whether what is changed is assigned by the head of a block."""
    match block:
        case ast.For(target=target):
            return mutation.node in walk(target)
        case ast.With(items=items):
            bound = [item.optional_vars for item in items if item.optional_vars is not None]
            return any(mutation.node in walk(target) for target in bound)
    return False


def _reason_against(file: FileIndex, block: ast.For | ast.With, mutation: Mutation) -> str | None:
    first, place = block.body[0], mutation.place
    if not is_target(block, mutation):
        return "it is changed in the head of a block"
    if getattr(first, "decorator_list", None):
        return "the block begins with a decorator"
    target = block.target if isinstance(block, ast.For) else block.items[-1].optional_vars
    if target is None or mutation.node not in walk(target):
        return "what is opened next may read it"
    read = {node.id for node in walk(place.node) if isinstance(node, ast.Name)}
    stores = [
        node
        for node in walk(target)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    for store in stores:
        if store.id in read and position(store) > position(mutation.node):
            return f"`{store.id}` is assigned by the same statement"
    root = first_of(place.root)
    if root is None:
        return f"it is not known what `{ast.unparse(place.root)}` is"
    return (
        reason_of_class(place)
        or why_shared(file, first, place.root)
        or why_iterated(file, first, mutation)
    )
