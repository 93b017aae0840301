"""Calls of `tree_at`, one after the other or one inside the other, that update one tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.selector.lowering import Lowering
from treelint.selector.model import ForEach, Nodes, Parameter, Path, Splat
from treelint.selector.questions import paths
from treelint.selector.relation import Relation, relations
from treelint.sites.blocks import following
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.index import FileIndex
    from treelint.selector.model import Selection
    from treelint.tree_at_call import TreeAtCall

# Each call of a run is compared with all of those before it.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Run:
    """Updates that one call could do, in the order in which they happen.

    Each is a statement of its own that gives the tree to `variable`, or returns it; or, where
    there are no statements, each is the tree that the next one updates.
    """

    calls: tuple[TreeAtCall, ...]
    statements: tuple[ast.Assign | ast.Return, ...] = ()
    variable: ast.expr | None = None


@dataclass(frozen=True, slots=True)
class _Update:
    """A call, the nodes that it replaces, and all that must be the same to join another."""

    call: TreeAtCall
    selected: tuple[Path, ...]
    options: tuple[str, str]

    def can_follow(self, others: Sequence[_Update]) -> bool:
        """Whether one call could do what all of them do, and in any order."""
        return all(
            other.options == self.options
            and Relation.OVERLAPPING not in relations(other.selected, self.selected)
            for other in others
        )


def runs(file: FileIndex) -> Iterator[Run]:
    """The runs of a file, each as long as can be."""
    updates = {call.node: update for call in file.tree_at_calls if (update := _update(call))}
    yield from _nested(updates)
    done: set[ast.stmt] = set()
    for node in updates:
        statement = file.parents[node]
        if isinstance(statement, ast.Assign) and statement not in done:
            run = _consecutive(file, statement, updates)
            done.update(run.statements)
            if len(run.calls) > 1:
                yield run


def _update(call: TreeAtCall) -> _Update | None:
    """What a call updates, if all of that is known."""
    if not call.has_all or call.selector is None or call.pytree is None:
        return None
    body = call.selector.body
    if (call.replace is None) is (call.replace_fn is None) or not _is_plain(body):
        return None
    selected = tuple(paths(body))
    if not selected or any(path.root is not Parameter.TREE for path in selected):
        return None
    return _Update(call, selected, (_dump(call.is_leaf), _dump(call.replace_fn)))


def _is_plain(selection: Selection) -> bool:
    """Whether a selection is made of paths only."""
    match selection:
        case Path():
            return True
        case Nodes(items=items):
            return all(map(_is_plain, items))
        case ForEach(element=inner) | Splat(of=inner):
            return _is_plain(inner)
    return False


def _dump(node: ast.expr | None) -> str:
    return "" if node is None else ast.dump(node)


def _nested(updates: dict[ast.Call, _Update]) -> Iterator[Run]:
    inner = {update.call.pytree for update in updates.values()}
    for node, update in updates.items():
        if node in inner:
            continue
        chain = [update]
        while len(chain) < _LONGEST and isinstance(tree := chain[0].call.pytree, ast.Call):
            before = updates.get(tree)
            if before is None or not before.can_follow(chain):
                break
            chain.insert(0, before)
        if len(chain) > 1:
            yield Run(tuple(update.call for update in chain))


def _consecutive(file: FileIndex, statement: ast.Assign, updates: dict[ast.Call, _Update]) -> Run:
    """The longest run that begins with a statement."""
    before = [updates[statement.value]] if isinstance(statement.value, ast.Call) else []
    statements: list[ast.Assign | ast.Return] = [statement]
    variable = _assigned(statement)
    for later in following(file, statement):
        if variable is None or not isinstance(later, ast.Assign | ast.Return):
            break
        update = updates.get(later.value) if isinstance(later.value, ast.Call) else None
        if update is None or not _goes_on(file, later, update.call, variable):
            break
        if not update.can_follow(before) or _needs(file, update.call, before, variable):
            break
        before.append(update)
        statements.append(later)
        if isinstance(later, ast.Return) or len(before) == _LONGEST:
            break
    return Run(tuple(update.call for update in before), tuple(statements), variable)


def _goes_on(
    file: FileIndex, statement: ast.Assign | ast.Return, call: TreeAtCall, variable: ast.expr
) -> bool:
    """Whether a statement updates the variable's tree, and gives it back or returns it."""
    if call.pytree is None or not _is_same(file, call.pytree, variable):
        return False
    if isinstance(statement, ast.Return):
        return isinstance(variable, ast.Name)
    target = _assigned(statement)
    return target is not None and _is_same(file, target, variable)


def _assigned(statement: ast.stmt) -> ast.expr | None:
    """The variable, or attribute of one, that a statement assigns to."""
    match statement:
        case ast.Assign(targets=[ast.Name() | ast.Attribute() as target]):
            return target
    return None


def _is_same(file: FileIndex, one: ast.AST, other: ast.AST) -> bool:
    """Whether two dotted names mean one variable, or one attribute of it."""
    match one, other:
        case ast.Attribute(value=a, attr=name), ast.Attribute(value=b, attr=other_name):
            return name == other_name and _is_same(file, a, b)
        case ast.Name(id=name), ast.Name(id=other_name) if name == other_name:
            scopes = file.names.scopes
            return scopes[one].owner(name) is scopes[other].owner(name)
    return False


def _needs(
    file: FileIndex, call: TreeAtCall, before: Sequence[_Update], variable: ast.expr
) -> bool:
    """Whether a call looks at what those before it have changed."""
    written = [path for update in before for path in update.selected]
    for node in reads(file, call, variable):
        read = Lowering(file.names).selection(_longest(file, node), {})
        if not isinstance(read, Path):
            return True
        below = Path(read.root, read.steps[_depth(variable) :], read.origin)
        if relations(written, [below]) != {Relation.APART}:
            return True
    return False


def reads(file: FileIndex, call: TreeAtCall, variable: ast.expr) -> list[ast.expr]:
    """Where a call reads a variable, other than as its tree."""
    return [
        node
        for part in (*call.node.args, *(keyword.value for keyword in call.node.keywords))
        if part is not call.pytree
        for node in walk(part)
        if isinstance(node, ast.expr) and _is_same(file, node, variable)
    ]


def _longest(file: FileIndex, node: ast.expr) -> ast.expr:
    """The whole chain of attributes and indices that begins with a node, unless it is called."""
    inner = node
    while isinstance(parent := file.parents[inner], ast.Attribute | ast.Subscript):
        if parent.value is not inner:
            break
        inner = parent
    is_called = isinstance(parent, ast.Call) and parent.func is inner
    return inner.value if is_called and isinstance(inner, ast.Attribute) else inner


def _depth(variable: ast.expr) -> int:
    """How many attributes a dotted name has."""
    depth = 0
    while isinstance(variable, ast.Attribute):
        variable = variable.value
        depth += 1
    return depth


def selections(call: TreeAtCall) -> list[ast.expr]:
    """The nodes that a call selects, as they are written."""
    body = None if call.selector is None else call.selector.body
    match body:
        case Path(origin=origin):
            return [origin]
        case Nodes(items=items):
            return [item.origin for item in items]
    return []


def replacements(call: TreeAtCall) -> list[ast.expr]:
    """The replacements for them; none where they are not written out."""
    if call.replace is None or call.selector is None:
        return []
    if isinstance(call.selector.body, Path):
        return [call.replace]
    match call.replace:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            starred = any(isinstance(element, ast.Starred) for element in elements)
            return [] if starred else elements
    return []
