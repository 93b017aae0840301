"""Assignments with several targets: `a.x = b.y = v`, `m.x, m.items[i()] = f()`.

Python evaluates the value, and then goes through the targets from left to right: for each it
evaluates the indices, and assigns. So the values are given to variables first, and then each goes
where it belongs.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.flow.order import may_run_code
from treelint.codemods.holders.exchanges import exchanged
from treelint.codemods.lines.updates import store
from treelint.codemods.lines.writer import Writer, indices_of
from treelint.sites.evaluation import single_targets
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.codemods.finding.mutations import Mutation
    from treelint.codemods.finding.places import Place

_MAY_STOP = (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)


def assign_several(writer: Writer, statement: ast.Assign, found: Sequence[Mutation]) -> None:
    """The lines for an assignment to several targets, some of which are places in trees."""
    pairs = exchanged(writer.file, statement)
    if pairs:
        writer.put_together(pairs)
        return
    places = {mutation.node: mutation.place for mutation in found}
    targets = [node for target in statement.targets for node in single_targets(target)]
    late: list[ast.expr] = []
    for at, target in enumerate(targets):
        before = [places[other] for other in targets[:at] if other in places]
        if target in places or (before and _comes_late(writer, target, before)):
            late.append(target)
    for target in late:
        writer.held[target] = writer.names.like(_suggested(target))
    writer.lines.append(writer.text(statement))
    names = {target: writer.held.pop(target) for target in late}
    for target, name in names.items():
        if target in places:
            store(writer, places[target], name)
        else:
            writer.lines.append(f"{writer.text(target)} = {name}")


def _suggested(target: ast.expr) -> str:
    match target:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return "value"


def _comes_late(writer: Writer, target: ast.expr, before: Sequence[Place]) -> bool:
    """Whether assigning to a target before places in trees could be told from after it."""
    file = writer.file
    if not isinstance(target, ast.Name):
        return True
    if any(
        isinstance(node, ast.Name) and node.id == target.id
        for place in before
        for node in walk(place.node)
    ):
        return True
    indices = [index for place in before for index in indices_of(place)]
    if any(may_run_code(file, index) for index in indices):
        return True
    # An item that is missing leaves the variable as it was, for those who go on.
    return bool(indices) and any(
        isinstance(outer, _MAY_STOP) for outer in file.ancestors(file.statement(target))
    )
