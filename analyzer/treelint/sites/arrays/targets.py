"""Assignments to several targets, among them items of arrays."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.sites.arrays.items import ItemWrite, Withheld
from treelint.sites.arrays.memory import views_in
from treelint.sites.arrays.plan import Plan, is_in_class, unstable, unused, with_value
from treelint.sites.evaluation import bound_in, is_private, is_pure, read_in, single_targets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.sites.arrays.aliases import Aliases


def targets_of(statement: ast.stmt) -> Iterator[ast.expr]:
    """What a statement assigns to, from left to right."""
    match statement:
        case ast.Assign(targets=targets):
            for target in targets:
                yield from single_targets(target)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield target


def chained(
    aliases: Aliases, statement: ast.Assign, writes: dict[ast.Subscript, ItemWrite]
) -> Plan | Withheld:
    """`a = x[i] = y[j] = value`: from left to right, each one a statement of its own."""
    file = aliases.file
    reason = _shared(file, statement, writes)
    if reason is not None:
        return Withheld(reason)
    bound = {target.id for target in statement.targets if isinstance(target, ast.Name)}
    plain: dict[ast.Subscript, tuple[ItemWrite, str | None]] = {
        item: (write, None) for item, write in writes.items()
    }
    value = statement.value
    is_kept = isinstance(value, ast.Constant) or (
        isinstance(value, ast.Name)
        and is_private(file, value)
        and value.id not in bound | {name for write in writes.values() for name in _names(write)}
    )
    if is_kept and not any(bound_in(*write.indices) for write in writes.values()):
        return Plan(plain)
    return with_value(aliases, statement, "value", lambda name: Plan(plain, name))


def _names(write: ItemWrite) -> set[str]:
    return {write.assigned.id} if isinstance(write.assigned, ast.Name) else set()


def unpacked(
    aliases: Aliases, statement: ast.Assign, writes: dict[ast.Subscript, ItemWrite]
) -> Plan | Withheld:
    """`x[i], y = values`: the values are unpacked first, then the items get theirs."""
    file = aliases.file
    reason = _shared(file, statement, writes)
    if reason is not None:
        return Withheld(reason)
    needed: set[str] = set()
    is_ordered = True
    for target in single_targets(statement.targets[0]):
        if isinstance(target, ast.Subscript) and target in writes:
            parts = (writes[target].root, *writes[target].indices)
            needed |= read_in(*parts)
            is_ordered &= all(is_pure(file, part) for part in parts)
        elif needed and not (
            is_ordered and isinstance(target, ast.Name) and target.id not in needed
        ):
            return Withheld(
                f"`{ast.unparse(target)}` is assigned after an item, and may change it"
            )
    if is_in_class(file, statement):
        return Withheld("variables for its values would become attributes of the class")
    names = unused(aliases, "value")
    return Plan({item: (write, next(names)) for item, write in writes.items()})


def _shared(
    file: FileIndex, statement: ast.Assign, writes: dict[ast.Subscript, ItemWrite]
) -> str | None:
    """Why a value may change while it is assigned, as a view of numpy's would."""
    targets = [leaf for target in statement.targets for leaf in single_targets(target)]
    bound = {target.id for target in targets if isinstance(target, ast.Name)}
    for write in writes.values():
        reason = unstable(file, write)
        if reason is not None:
            return reason
        if bound & _names(write):
            return f"it assigns `{ast.unparse(write.root)}` itself, too"
        if views_in(file, statement.value, write.root):
            root = ast.unparse(write.root)
            return f"in numpy the value may be a view of `{root}`, and change with it"
    return None
