"""How assignments to items of arrays become updates, in the order in which Python evaluates."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fixing.imports import of_either_family
from treelint.project.types import Listing
from treelint.records import replace
from treelint.resolve import ScopeKind
from treelint.sites.arrays.items import ItemWrite, Withheld, item_write
from treelint.sites.arrays.plan import Plan, may_change_root, unstable, with_value
from treelint.sites.arrays.targets import chained, targets_of, unpacked
from treelint.sites.evaluation import (
    bound_in,
    is_pure,
    may_swap,
)
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.sites.arrays.aliases import Aliases


def plan(
    file: FileIndex, statement: ast.stmt, items: list[ast.Subscript], aliases: Aliases
) -> Plan | Withheld:
    """How to rewrite a statement, or why not."""
    found = _plan(file, statement, items, aliases)
    if isinstance(found, Withheld):
        return found
    trees = [write.assigned for write, _ in found.writes.values() if write.place is not None]
    if not trees:
        return found
    tree_at = of_either_family(file, "tree_at", trees[0])
    if tree_at is None:
        return Withheld("`tree_at` cannot be reached by a name here")
    return replace(found, tree_at=tree_at)


def _plan(
    file: FileIndex, statement: ast.stmt, items: list[ast.Subscript], aliases: Aliases
) -> Plan | Withheld:
    writes: dict[ast.Subscript, ItemWrite] = {}
    is_single = not isinstance(statement, ast.Assign) or isinstance(
        statement.targets[0], ast.Subscript
    )
    several = not is_single or len(getattr(statement, "targets", ())) > 1
    if not set(items) <= set(targets_of(statement)):
        return Withheld("this is no plain assignment")
    for item in items:
        write = item_write(file, item)
        if isinstance(write, Withheld):
            return write
        reason = (
            _unassignable(file, write) or _unfit(file, write) or _leaking(item, write, aliases)
        )
        if reason is None:
            reason = _shared_with(aliases, statement, write, several=several)
        if reason is not None:
            return Withheld(reason)
        writes[item] = write
    match statement:
        case ast.Assign(targets=[ast.Subscript()], value=value):
            return _assigned(aliases, statement, value, writes)
        case ast.AnnAssign(value=ast.expr() as value):
            if not is_pure(file, statement.annotation):
                return Withheld("the annotation is evaluated, too")
            return _assigned(aliases, statement, value, writes)
        case ast.AugAssign():
            return _augmented(aliases, statement, writes)
        case ast.Assign(targets=[ast.Tuple() | ast.List()]):
            return unpacked(aliases, statement, writes)
        case ast.Assign(targets=targets):
            if any(isinstance(target, ast.Tuple | ast.List) for target in targets):
                return Withheld("it assigns and unpacks at once")
            return chained(aliases, statement, writes)
    return Withheld("this is no plain assignment")


def _shared_with(
    aliases: Aliases, statement: ast.stmt, write: ItemWrite, *, several: bool
) -> str | None:
    """Who else may have the array that is to get an item."""
    if write.place is None:
        return aliases.reason(statement, write.root, several=several)
    if several:
        return f"the statement assigns more than an item of `{ast.unparse(write.root)}`"
    # Loaded here: most arrays are in no tree.
    from treelint.sites.arrays.fields import why_kept

    return why_kept(aliases, statement, write.levels[-1], write.place)


def _unassignable(file: FileIndex, write: ItemWrite) -> str | None:
    """Why the variable cannot be assigned there."""
    root = write.assigned
    if not isinstance(root, ast.Name) or file.names.is_local(root):
        return None
    owner = file.names.scopes[root].owner(root.id)
    is_global = owner is None or owner.kind is ScopeKind.MODULE
    word = "global" if is_global else "nonlocal"
    return f"`{root.id}` is a variable of the code around this function: it takes `{word}`"


def _leaking(item: ast.Subscript, write: ItemWrite, aliases: Aliases) -> str | None:
    """Why the array, while JAX traces the code, may not be kept outside of it."""
    file = aliases.file
    root = write.assigned
    if isinstance(root, ast.Name):
        scope = file.types.scope_of(item)
        is_own = file.names.scopes[root].owner(root.id) is scope
    else:
        is_own = isinstance(root, ast.Subscript)
    if is_own or not any(outer in aliases.traced for outer in file.ancestors(item)):
        return None
    return (
        f"JAX traces this function, and what it computes cannot be kept in `{ast.unparse(root)}`"
    )


def _unfit(file: FileIndex, write: ItemWrite) -> str | None:
    """Why JAX does not take such an index."""
    for index in write.indices:
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        for part in parts:
            if isinstance(part, ast.Starred):
                return f"`{ast.unparse(part)}` may hold anything"
            if isinstance(file.types.of(part), Listing):
                return f"JAX takes no list as an index: write `jnp.array({ast.unparse(part)})`"
    if not isinstance(write.root, ast.Name) and not is_pure(file, write.root):
        return f"`{ast.unparse(write.root)}` would be evaluated more than once"
    return None


def _assigned(
    aliases: Aliases, statement: ast.stmt, value: ast.expr, writes: dict[ast.Subscript, ItemWrite]
) -> Plan | Withheld:
    file = aliases.file
    ((item, write),) = writes.items()
    reason = unstable(file, write)
    if reason is not None:
        return Withheld(reason)
    if all(may_swap(file, value, part) for part in (write.root, *write.indices)):
        return Plan({item: (write, None)})
    return with_value(aliases, statement, "value", lambda name: Plan({item: (write, None)}, name))


def _augmented(
    aliases: Aliases, statement: ast.AugAssign, writes: dict[ast.Subscript, ItemWrite]
) -> Plan | Withheld:
    file = aliases.file
    ((item, write),) = writes.items()
    if isinstance(file.types.of(statement.value), Listing):
        return Withheld(f"JAX adds no list: write `jnp.array({ast.unparse(statement.value)})`")
    reason = unstable(file, write)
    if reason is not None:
        return Withheld(reason)
    if may_change_root(file, statement.value, write):
        value, root = ast.unparse(statement.value), ast.unparse(write.root)
        return Withheld(f"`{value}` may change `{root}`, which was read before")
    found = Plan({item: (write, None)})
    index = item.slice
    if is_pure(file, index) and not bound_in(index):
        return found
    if any(isinstance(part, ast.Slice) for part in walk(index)):
        return Withheld("the bounds of a slice would be evaluated more than once")
    return with_value(
        aliases, statement, "index", lambda name: Plan({item: (write, None)}, index=name)
    )
