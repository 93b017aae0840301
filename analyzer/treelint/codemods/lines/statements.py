"""The lines that a statement becomes, with all that it changes in trees."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.mutations import Mutation, Way
from treelint.codemods.lines import updates
from treelint.codemods.lines.targets import assign_several
from treelint.codemods.lines.unfolding import Unfolding
from treelint.codemods.lines.writer import CannotError, Writer, indices_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SEVERAL = "the statement changes several places"


def write(writer: Writer, statement: ast.stmt, found: Sequence[Mutation]) -> None:
    """Write the lines for one statement; raise if they would not mean the same."""
    calls: dict[ast.AST, Mutation] = {
        item.node: item for item in found if isinstance(item.node, ast.Call)
    }
    places = [item for item in found if item.node not in calls]
    unfolding = Unfolding(writer, calls)
    match statement:
        case ast.Expr(value=value):
            _expression(unfolding, statement, value)
        case ast.Assign(targets=[_]) | ast.AnnAssign():
            _assignment(unfolding, statement, places)
        case ast.Assign(value=value):
            unfolding.evaluate([value])
            _check_targets(unfolding, statement)
            assign_several(writer, statement, places)
        case ast.AugAssign():
            _augmented(unfolding, statement, places)
        case ast.Delete(targets=targets):
            _deletion(unfolding, targets, places)
        case ast.Return(value=value):
            unfolding.evaluate([value])
            writer.lines.append(writer.text(statement))
        case _:
            raise CannotError("it is changed in the head of a block, or in a check")


def _expression(unfolding: Unfolding, statement: ast.Expr, value: ast.expr) -> None:
    writer = unfolding.writer
    mutation = unfolding.calls.get(value)
    if mutation is None:
        unfolding.evaluate([value])
        writer.lines.append(writer.text(statement))
    elif mutation.way is Way.CALLED:
        unfolding.arguments(mutation)
        updates.call(writer, mutation)
    elif mutation.way is Way.SET and mutation.value is not None:
        unfolding.check_way(mutation.place, [mutation.value])
        unfolding.evaluate([*indices_of(mutation.place), mutation.value])
        if mutation.name is None:
            updates.set_by_name(writer, mutation.place, mutation.value)
        else:
            updates.set_one_of(writer, mutation, mutation.name, mutation.value)
    elif len(unfolding.calls) > 1:
        raise CannotError(_SEVERAL)
    else:
        updates.delete(writer, mutation.place)


def _assignment(
    unfolding: Unfolding, statement: ast.Assign | ast.AnnAssign, places: Sequence[Mutation]
) -> None:
    """The lines for an assignment to one target, which may be several in a tuple."""
    writer, value = unfolding.writer, statement.value
    target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
    if value is None:
        raise CannotError("nothing is assigned")
    if not places and value in unfolding.calls and _are_names(target):
        mutation = unfolding.calls[value]
        unfolding.arguments(mutation)
        updates.call(writer, mutation, lambda: writer.text(statement))
        return
    if places and places[0].node is target:
        place = places[0].place
        unfolding.check_way(place, [])
        unfolding.evaluate([value, *indices_of(place)])
        updates.assign(writer, place, value)
        return
    unfolding.evaluate([value])
    _check_targets(unfolding, statement)
    if places and isinstance(statement, ast.Assign):
        assign_several(writer, statement, places)
    else:
        writer.lines.append(writer.text(statement))


def _are_names(target: ast.expr) -> bool:
    match target:
        case ast.Name():
            return True
        case ast.Tuple(elts=elements):
            return all(map(_are_names, elements))
    return False


def _check_targets(unfolding: Unfolding, statement: ast.Assign | ast.AnnAssign) -> None:
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if any(map(unfolding.changes, targets)):
        raise CannotError("a target changes a tree itself")


def _augmented(unfolding: Unfolding, statement: ast.AugAssign, places: Sequence[Mutation]) -> None:
    """The lines for `+=`, where the target's old value is read before the value."""
    writer, value = unfolding.writer, statement.value
    if not unfolding.calls:
        updates.augment(writer, places[0].place, statement)
        return
    if unfolding.changes(statement.target):
        raise CannotError("a target changes a tree itself")
    if not places:
        if not isinstance(statement.target, ast.Name):
            raise CannotError("what is added to is read before the change")
        unfolding.evaluate([statement.target, value])
        writer.lines.append(writer.text(statement))
        return
    place = places[0].place
    unfolding.check_way(place, [value])
    updates.augment_after(writer, place, statement, lambda: unfolding.evaluate([value]))


def _deletion(
    unfolding: Unfolding, targets: Sequence[ast.expr], places: Sequence[Mutation]
) -> None:
    """The lines for `del`, one for each target: they go one after the other."""
    writer = unfolding.writer
    if unfolding.calls:
        raise CannotError(_SEVERAL)
    known = {item.node: item.place for item in places}
    for target in targets:
        if target in known:
            updates.delete(writer, known[target])
        else:
            writer.lines.append(f"del {writer.text(target)}")
