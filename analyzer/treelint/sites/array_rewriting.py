"""How assignments to items of arrays become updates, in the order in which Python evaluates."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from treelint.fixing.imports import of_either_family
from treelint.project.types import Listing
from treelint.records import dataclass, field, replace
from treelint.resolve import ScopeKind
from treelint.sites.array_items import ItemWrite, Withheld, item_write
from treelint.sites.array_memory import views_in
from treelint.sites.evaluation import (
    bound_in,
    is_private,
    is_pure,
    may_swap,
    read_in,
)
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treelint.fixing.imports import Reference
    from treelint.index import FileIndex
    from treelint.sites.array_aliases import Aliases


@dataclass(frozen=True, slots=True)
class Plan:
    """What takes the place of a statement.

    `writes` are its items that become updates, each with the variable that its value goes by
    where that is not its own; `value` is the variable that the value of the whole statement goes
    by, `index` that of an index which must be evaluated once. `tree_at` is how the function can be
    called where an array is in a tree.
    """

    writes: dict[ast.Subscript, tuple[ItemWrite, str | None]] = field(repr=False)
    value: str | None = None
    index: str | None = None
    tree_at: Reference | None = None


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
    if not set(items) <= set(_targets(statement)):
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
            return _unpacked(aliases, statement, writes)
        case ast.Assign(targets=targets):
            if any(isinstance(target, ast.Tuple | ast.List) for target in targets):
                return Withheld("it assigns and unpacks at once")
            return _chained(aliases, statement, writes)
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
    from treelint.sites.array_fields import why_kept

    return why_kept(aliases, statement, write.levels[-1], write.place)


def _targets(statement: ast.stmt) -> Iterator[ast.expr]:
    match statement:
        case ast.Assign(targets=targets):
            for target in targets:
                yield from leaves(target)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield target


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
    reason = _unstable(file, write)
    if reason is not None:
        return Withheld(reason)
    if all(may_swap(file, value, part) for part in (write.root, *write.indices)):
        return Plan({item: (write, None)})
    return _with_value(aliases, statement, "value", lambda name: Plan({item: (write, None)}, name))


def _with_value(
    aliases: Aliases, statement: ast.stmt, base: str, made: Callable[[str], Plan]
) -> Plan | Withheld:
    if _is_in_class(aliases.file, statement):
        return Withheld("a variable for its value would become an attribute of the class")
    return made(next(_unused(aliases, base)))


def _is_in_class(file: FileIndex, statement: ast.stmt) -> bool:
    scopes = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    around = (outer for outer in file.ancestors(statement) if isinstance(outer, scopes))
    return isinstance(next(around, None), ast.ClassDef)


def _unused(aliases: Aliases, base: str) -> Iterator[str]:
    """Names that the file has no use for."""
    names = itertools.chain([base], (f"{base}{number}" for number in itertools.count(2)))
    return (name for name in names if name not in aliases.words)


def _unstable(file: FileIndex, write: ItemWrite) -> str | None:
    """Why the array, or an index, may be another one when it is evaluated again."""
    indices = write.indices
    if len(indices) > 1 and not all(is_pure(file, index) for index in indices):
        return "an index would be evaluated more than once"
    for index in indices:
        if _may_change_root(file, index, write):
            return f"`{ast.unparse(index)}` may assign `{ast.unparse(write.root)}`"
    return None


def _may_change_root(file: FileIndex, effect: ast.expr, write: ItemWrite) -> bool:
    """Whether evaluating something may give the variable another array."""
    if bound_in(effect) & read_in(write.root):
        return True
    if is_pure(file, effect):
        return False
    return not (isinstance(write.assigned, ast.Name) and is_private(file, write.assigned))


def _augmented(
    aliases: Aliases, statement: ast.AugAssign, writes: dict[ast.Subscript, ItemWrite]
) -> Plan | Withheld:
    file = aliases.file
    ((item, write),) = writes.items()
    if isinstance(file.types.of(statement.value), Listing):
        return Withheld(f"JAX adds no list: write `jnp.array({ast.unparse(statement.value)})`")
    reason = _unstable(file, write)
    if reason is not None:
        return Withheld(reason)
    if _may_change_root(file, statement.value, write):
        value, root = ast.unparse(statement.value), ast.unparse(write.root)
        return Withheld(f"`{value}` may change `{root}`, which was read before")
    found = Plan({item: (write, None)})
    index = item.slice
    if is_pure(file, index) and not bound_in(index):
        return found
    if any(isinstance(part, ast.Slice) for part in walk(index)):
        return Withheld("the bounds of a slice would be evaluated more than once")
    return _with_value(
        aliases, statement, "index", lambda name: Plan({item: (write, None)}, index=name)
    )


def _chained(
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
    return _with_value(aliases, statement, "value", lambda name: Plan(plain, name))


def _names(write: ItemWrite) -> set[str]:
    return {write.assigned.id} if isinstance(write.assigned, ast.Name) else set()


def _unpacked(
    aliases: Aliases, statement: ast.Assign, writes: dict[ast.Subscript, ItemWrite]
) -> Plan | Withheld:
    """`x[i], y = values`: the values are unpacked first, then the items get theirs."""
    file = aliases.file
    reason = _shared(file, statement, writes)
    if reason is not None:
        return Withheld(reason)
    needed: set[str] = set()
    is_ordered = True
    for target in leaves(statement.targets[0]):
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
    if _is_in_class(file, statement):
        return Withheld("variables for its values would become attributes of the class")
    names = _unused(aliases, "value")
    return Plan({item: (write, next(names)) for item, write in writes.items()})


def _shared(
    file: FileIndex, statement: ast.Assign, writes: dict[ast.Subscript, ItemWrite]
) -> str | None:
    """Why a value may change while it is assigned, as a view of numpy's would."""
    targets = [leaf for target in statement.targets for leaf in leaves(target)]
    bound = {target.id for target in targets if isinstance(target, ast.Name)}
    for write in writes.values():
        reason = _unstable(file, write)
        if reason is not None:
            return reason
        if bound & _names(write):
            return f"it assigns `{ast.unparse(write.root)}` itself, too"
        if views_in(file, statement.value, write.root):
            root = ast.unparse(write.root)
            return f"in numpy the value may be a view of `{root}`, and change with it"
    return None


def leaves(target: ast.expr) -> Iterator[ast.expr]:
    """What a target assigns to, from left to right."""
    match target:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from leaves(element)
        case ast.Starred(value=value):
            yield from leaves(value)
        case _:
            yield target
