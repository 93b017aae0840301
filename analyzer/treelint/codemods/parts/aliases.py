"""Other names for parts of a tree: `layer = model.layers[1]`, `for layer in model.layers`.

In the program as if trees could be changed, such a variable is the part itself, so that writing
`model.layers[1]` for it wherever it is read changes nothing. Then what is assigned to its fields
can be rewritten like everything else.

A variable may be bound more than once, and be another part each time: those who read one part,
or one of several in a list, are looked at together. An index that may become another one, or
that differs from one to the next, goes into a variable of its own.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.callers.handing_back import UnclearError
from treelint.codemods.callers.other_files import is_named_elsewhere
from treelint.codemods.finding.places import root_of, type_of
from treelint.codemods.finding.properties import is_property
from treelint.codemods.finding.variables import is_plain_number
from treelint.codemods.flow.reach import (
    bound_by,
    function_around,
    is_augmented,
    is_deferred,
    is_unbound_at_first,
    stores_in,
)
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.codemods.lines.fresh_names import FreshNames
from treelint.codemods.lines.writing import expression, loop_header, written
from treelint.codemods.parts import child_loops
from treelint.codemods.parts.movement import Region, is_steady_index, steps_of, why_moved
from treelint.codemods.parts.promptness import is_read_at_once
from treelint.findings import Rewrite
from treelint.project.types import Instance, Listing, Mapping, without_none
from treelint.records import dataclass
from treelint.resolve import ScopeKind

if TYPE_CHECKING:
    import libcst as cst

    from treelint.codemods.finding.places import Chain
    from treelint.findings import Change
    from treelint.index import FileIndex

_Binding: TypeAlias = ast.Assign | ast.AnnAssign | ast.For


@dataclass(frozen=True, slots=True)
class Alias:
    """A variable, the tree that it is a part of, and what to write for the variable."""

    name: ast.Name
    root: Chain
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """What one statement binds a variable to: an item of a container in each turn, or a chain."""

    statement: _Binding
    store: ast.Name
    chain: ast.expr
    root: Chain


@dataclass(frozen=True, slots=True)
class _Group:
    """The statements that bind one variable to parts, and all that reads what they bind."""

    parts: tuple[_Part, ...]
    uses: tuple[ast.Name, ...]
    may_be_unbound: bool

    @property
    def is_read_outside(self) -> bool:
        """Whether it is read where a loop that binds it is done."""
        return self.may_be_unbound or len(self.parts) > 1


def inlined(file: FileIndex, name: ast.Name) -> tuple[Alias, tuple[Change, ...]]:
    """What to change so that a variable is no longer needed; raise if it cannot be."""
    group = _group(file, name)
    loops = [part for part in group.parts if isinstance(part.statement, ast.For)]
    if loops and len(loops) < len(group.parts):
        msg = f"`{name.id}` may be several things"
        raise UnclearError(msg)
    alias, changes = _of_loops(file, group) if loops else _of_assignments(file, group)
    reads = tuple(Rewrite(use, expression(alias.text)) for use in group.uses)
    return alias, (*changes, *reads)


def _group(file: FileIndex, name: ast.Name) -> _Group:
    shown = f"`{name.id}`"
    owner = file.names.scopes[name].owner(name.id)
    bound = bound_by(file, name)
    if owner is None or owner.kind is ScopeKind.CLASS or bound is None:
        msg = f"{shown} may be several things"
        raise UnclearError(msg)
    every = file.uses(name)
    if any(isinstance(use.ctx, ast.Del) or is_augmented(file, use) for use in every):
        msg = f"{shown} may be several things"
        raise UnclearError(msg)
    read = [(use, bound_by(file, use)) for use in every if isinstance(use.ctx, ast.Load)]
    group, size = bound, -1
    while len(group) != size:
        size = len(group)
        for _, statements in read:
            if statements and statements & group:
                group |= statements
    may_be_unbound = None in group
    # In a selector an unbound variable raises NameError, which is the base of that.
    is_caught = any(
        node.id == "UnboundLocalError" for node in file.nodes(ast.Name)
    ) or is_named_elsewhere(file, "UnboundLocalError")
    if may_be_unbound and (is_caught or not is_unbound_at_first(file, name)):
        msg = f"{shown} is a part of something else, which would not change"
        raise UnclearError(msg)
    parts = tuple(_part(file, name, node) for node in group if node is not None)
    if not parts:
        msg = f"{shown} has no value there"
        raise UnclearError(msg)
    uses = [use for use, statements in read if statements is None or statements & group]
    for use in uses:
        _check_use(file, use, parts, is_all=len(parts) == len(owner.bindings[name.id]))
    return _Group(parts, tuple(uses), may_be_unbound)


def _check_use(file: FileIndex, use: ast.Name, parts: tuple[_Part, ...], *, is_all: bool) -> None:
    """Raise if a place may read the variable at another time than where it stands."""
    function = function_around(file, parts[0].statement)
    is_later = function_around(file, use) is not function or (
        is_deferred(file, use) and not is_all
    )
    if is_later or bound_by(file, use) is None:
        msg = f"`{use.id}` is read where it is not known what it is"
        raise UnclearError(msg)


def _part(file: FileIndex, name: ast.Name, statement: ast.AST) -> _Part:
    """The part of a tree that a statement binds a variable to; raise if it is none."""
    stores = stores_in(file, statement, name)
    if len(stores) == 1:
        store = stores[0]
        chain: ast.expr | None = None
        match statement:
            case (
                ast.Assign(targets=[ast.Name()], value=ast.Attribute() | ast.Subscript() as value)
                | ast.AnnAssign(
                    target=ast.Name(), value=ast.Attribute() | ast.Subscript() as value
                )
            ):
                chain = value
            case ast.For():
                chain = child_loops.container_of(file, statement, store)
        root = None if chain is None else root_of(file, chain)
        if isinstance(statement, _Binding) and chain is not None and root is not None:
            _check_part(file, statement, chain)
            return _Part(statement, store, chain, root)
    msg = f"`{name.id}` is a part of something else, which would not change"
    raise UnclearError(msg)


def _check_part(file: FileIndex, statement: _Binding, chain: ast.expr) -> None:
    """Raise if it is no tree, list or dict: a method of one, say."""
    held = without_none(type_of(file, chain))
    if any(
        isinstance(step, ast.Attribute) and is_property(file, step) for step in steps_of(chain)
    ):
        msg = f"`{ast.unparse(chain)}` is what a property gives"
        raise UnclearError(msg)
    is_loop = isinstance(statement, ast.For)
    if not is_loop and not isinstance(held, Instance | Listing | Mapping):
        msg = f"it is not known what `{ast.unparse(chain)}` is"
        raise UnclearError(msg)


def _of_loops(file: FileIndex, group: _Group) -> tuple[Alias, list[Change]]:
    """The loops by index, all with one variable for it."""
    first, *others = group.parts
    container = file.text(first.chain)
    if any(file.text(other.chain) != container for other in others):
        msg = f"`{first.store.id}` may be several things"
        raise UnclearError(msg)
    index = _index(file, group)
    changes: list[Change] = []
    for part in group.parts:
        _check_unmoved(file, part, group, through=True)
        if not all(_is_steady(file, part, group, step.slice) for step in _items(part.chain)):
            msg = f"`{container}` may be another list in each turn"
            raise UnclearError(msg)
        loop = part.statement
        head = (
            child_loops.header(file, loop, part.store, part.chain, index)
            if isinstance(loop, ast.For)
            else None
        )
        if head is None:
            msg = f"`{part.store.id}` is a part of something else, which would not change"
            raise UnclearError(msg)
        changes.append(Rewrite(loop, loop_header(*head)))
    return Alias(first.store, first.root, f"{container}[{index}]"), changes


def _index(file: FileIndex, group: _Group) -> str:
    loop, name = group.parts[0].statement, group.parts[0].store
    is_read_outside = (
        group.may_be_unbound
        or len(group.parts) > 1
        or any(not _is_in_body(file, use, loop) for use in group.uses)
    )
    if is_read_outside or not isinstance(loop, ast.For):
        return FreshNames(file, loop).like(f"{name.id}_index")
    given = child_loops.given_index(file, loop)
    return given or FreshNames(file, loop).like(child_loops.own_index(file, loop))


def _is_in_body(file: FileIndex, use: ast.Name, loop: ast.stmt) -> bool:
    part: ast.AST = use
    for outer in file.ancestors(use):
        if outer is loop:
            return isinstance(loop, ast.For) and part in loop.body
        part = outer
    return False


def _of_assignments(file: FileIndex, group: _Group) -> tuple[Alias, list[Change]]:
    """No variable, but for its indices where they may be others by then."""
    first, *others = group.parts
    if any(_shape(other.chain) != _shape(first.chain) for other in others):
        msg = f"`{first.store.id}` may be several things"
        raise UnclearError(msg)
    for part in group.parts:
        _check_unmoved(file, part, group, through=False)
    names = FreshNames(file, first.statement)
    indices: list[str] = []
    kept: list[int] = []
    for place, step in enumerate(_items(first.chain)):
        texts = {file.text(_items(part.chain)[place].slice) for part in group.parts}
        is_steady = len(texts) == 1 and all(
            _is_steady(file, part, group, _items(part.chain)[place].slice) for part in group.parts
        )
        if is_steady:
            indices.append(file.text(step.slice))
            continue
        kept.append(place)
        indices.append(names.like(f"{first.store.id}_index"))
    if group.may_be_unbound and not kept:
        msg = f"`{first.store.id}` may have no value"
        raise UnclearError(msg)
    changes: list[Change] = []
    for part in group.parts:
        lines = [_kept_index(file, part, place, indices[place]) for place in kept]
        if not is_read_at_once(file, part.statement, part.chain, group.uses):
            lines.append(file.text(part.statement))
        changes.append(Rewrite(part.statement, written(tuple(lines)) if lines else _gone))
    text = _written(first.chain, indices)
    return Alias(first.store, first.root, text), changes


def _gone(_: cst.CSTNode) -> cst.RemovalSentinel:
    # Loaded here: only a fix that is applied needs it.
    import libcst as cst

    return cst.RemoveFromParent()


def _kept_index(file: FileIndex, part: _Part, place: int, name: str) -> str:
    """The statement that keeps an index, which is a number or a string."""
    index = _items(part.chain)[place].slice
    is_value = is_unchangeable(type_of(file, index)) or (
        isinstance(index, ast.Name) and is_plain_number(file, index)
    )
    if isinstance(index, ast.Slice) or not is_value:
        msg = f"`{ast.unparse(index)}` may be another index by then"
        raise UnclearError(msg)
    return f"{name} = {file.text(index)}"


def _items(chain: ast.expr) -> list[ast.Subscript]:
    return [step for step in steps_of(chain) if isinstance(step, ast.Subscript)]


def _shape(chain: ast.expr) -> str:
    return _written(chain, ["_"] * len(_items(chain)))


def _written(chain: ast.expr, indices: list[str]) -> str:
    """A chain with its indices, in order."""
    if isinstance(chain, ast.Attribute):
        return f"{_written(chain.value, indices)}.{chain.attr}"
    if isinstance(chain, ast.Subscript):
        return f"{_written(chain.value, indices[:-1])}[{indices[-1]}]"
    return ast.unparse(chain)


def _is_steady(file: FileIndex, part: _Part, group: _Group, index: ast.expr) -> bool:
    return is_steady_index(Region(file, part.statement, group.uses), index)


def _check_unmoved(file: FileIndex, part: _Part, group: _Group, *, through: bool) -> None:
    """Raise if another part may come to stand where the variable's part was."""
    chain = part.chain
    if through:
        chain = ast.Subscript(chain, ast.Name(part.store.id, ast.Load()), ast.Load())
    reason = why_moved(Region(file, part.statement, group.uses), part.root, chain)
    if reason is not None:
        msg = f"{reason}, while `{part.store.id}` is a part of it"
        raise UnclearError(msg)
