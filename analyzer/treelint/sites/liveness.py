"""Whether a value that a variable of a function gets is ever read, on any way through it.

Where the way is not certain every way is taken: an exception may come from any statement inside
a `try` or a `with`, and a `finally` may go on to wherever its `try` may be left for. So what is
said to be never read is never read.
"""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass, field, replace
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from treelint.resolve import Names, Scope

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# With these a function, or a person, may read its variables without naming them.
_READ_ALL = frozenset({"breakpoint", "eval", "exec", "locals", "vars"})


class Fate(enum.Enum):
    """What becomes of a value that a variable gets."""

    READ = "is read"
    OVERWRITTEN = "is overwritten before anything reads it"
    FORGOTTEN = "is never read"


@dataclass(slots=True, eq=False)
class _Step:
    """A part of the function that runs as a whole: it reads first, and binds names at its end."""

    reads: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    after: list[_Step] = field(default_factory=list)
    on_error: Sequence[_Step] = ()
    returns: bool = False
    # From where control comes: from the end of a step, and from inside one that fails.
    before: list[_Step] = field(default_factory=list)
    failing: list[_Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ways:
    """Where control goes from inside a block, other than to the next statement."""

    returns: _Step
    errors: tuple[_Step, ...] = ()
    breaks: _Step | None = None
    continues: _Step | None = None

    def all(self) -> list[_Step]:
        ways = (self.returns, *self.errors, self.breaks, self.continues)
        return [way for way in ways if way is not None]


@dataclass(frozen=True, slots=True)
class Leading:
    """The statements that lead to another one; all of them where that is not known."""

    _steps: dict[ast.stmt, _Step]
    _found: frozenset[int] | None

    def __contains__(self, statement: ast.stmt) -> bool:
        step = self._steps.get(statement)
        return step is None or self._found is None or id(step) in self._found


class Flow:
    """The flow through one function, whose scope is `scope`, or through a class or a module."""

    def __init__(
        self, function: Function | ast.ClassDef | ast.Module, scope: Scope, names: Names
    ) -> None:
        self._names = names
        self._scope = scope
        self._steps: dict[ast.stmt, _Step] = {}
        self._all: list[_Step] = []
        self._later = variables_read_later(function, scope, names)
        self._end = self._new()
        self._block(function.body, self._end, _Ways(self._new()))
        for step in self._all:
            for following in step.after:
                following.before.append(step)
            for handler in step.on_error:
                handler.failing.append(step)
        self._wanted: dict[str, frozenset[int]] = {}

    def fate(self, statement: ast.stmt, name: str) -> Fate:
        """What becomes of the value that a statement of the function gives to a variable."""
        step = self._steps.get(statement)
        if step is None or self.may_be_read(statement, name):
            return Fate.READ
        return Fate.OVERWRITTEN if self._is_bound_after(step, name) else Fate.FORGOTTEN

    def may_be_read(self, statement: ast.stmt, name: str) -> bool:
        """Whether the value that a variable has after a statement may be read."""
        step = self._steps.get(statement)
        if step is None or self._later is None or name in self._later:
            return True
        if name not in self._wanted:
            self._wanted[name] = frozenset(map(id, self._before_reads(name)))
        return any(id(following) in self._wanted[name] for following in step.after)

    def leading(self, end: ast.stmt, name: str | None = None) -> Leading:
        """The statements from which a way leads to one; for a name, without a new value."""
        last = self._steps.get(end)
        if last is None:
            return Leading(self._steps, None)
        pending = [*last.before, *last.failing]
        seen: set[int] = set()
        while pending:
            step = pending.pop()
            if id(step) in seen:
                continue
            seen.add(id(step))
            if name not in step.binds:
                pending += (*step.before, *step.failing)
        return Leading(self._steps, frozenset(seen))

    def exits(self, statement: ast.stmt) -> list[ast.Return | None]:
        """How the function may be left after a statement; by None at the end of its body.

        One that is left by an exception counts as not left.
        """
        first = self._steps.get(statement)
        if first is None:
            return [None]
        reached = set(map(id, self._reached(first)))
        found: list[ast.Return | None] = [
            node
            for node, step in self._steps.items()
            if isinstance(node, ast.Return) and id(step) in reached
        ]
        return [*found, None] if id(self._end) in reached else found

    def _reached(self, first: _Step) -> Iterator[_Step]:
        """The steps after one, up to where the function is left."""
        pending = list(first.after)
        seen: set[int] = set()
        while pending:
            step = pending.pop()
            if id(step) in seen:
                continue
            seen.add(id(step))
            yield step
            pending += step.on_error
            if not step.returns:
                pending += step.after

    def _before_reads(self, name: str) -> Iterator[_Step]:
        """The steps at whose beginning a variable has a value that may be read."""
        pending = [step for step in self._all if name in step.reads]
        seen: set[int] = set()
        while pending:
            step = pending.pop()
            if id(step) in seen:
                continue
            seen.add(id(step))
            yield step
            pending += step.failing
            pending += (earlier for earlier in step.before if name not in earlier.binds)

    def _is_bound_after(self, step: _Step, name: str) -> bool:
        """Whether some way from a step leads to another value for a variable."""
        if sum(name in other.binds for other in self._all) == 1 and name not in step.reads:
            return False
        pending = list(step.after)
        seen: set[int] = set()
        while pending:
            following = pending.pop()
            if name in following.binds:
                return True
            if id(following) not in seen:
                seen.add(id(following))
                pending += following.after
        return False

    def _block(self, statements: list[ast.stmt], follow: _Step, ways: _Ways) -> _Step:
        """The first step of a block, after which `follow` comes."""
        for statement in reversed(statements):
            follow = self._statement(statement, follow, ways)
        return follow

    def _statement(self, statement: ast.stmt, follow: _Step, ways: _Ways) -> _Step:
        match statement:
            case ast.If():
                return self._if(statement, follow, ways)
            case ast.While(test=test, body=body, orelse=orelse):
                head = self._step([test], [], ways)
                inside = replace(ways, breaks=follow, continues=head)
                head.after += self._block(body, head, inside), self._block(orelse, follow, ways)
                return head
            case ast.For() | ast.AsyncFor():
                return self._for(statement, follow, ways)
            case ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body):
                # It may take an exception and go on after its body.
                inside = replace(ways, errors=(*ways.errors, follow))
                targets = [item.optional_vars for item in items if item.optional_vars is not None]
                first = self._block(body, follow, inside)
                # A later item may fail inside an earlier one.
                return self._step(items, [first], inside, targets)
            case ast.Try():
                return self._try(statement, follow, ways)
            case ast.TryStar():
                return self._try(statement, follow, ways)
            case ast.Match(subject=subject, cases=cases):
                # What a pattern binds may stay unbound: it counts as nothing.
                bodies = [self._block(case.body, follow, ways) for case in cases]
                return self._step([subject, *cases], [*bodies, follow], ways)
            case ast.Return():
                step = self._step([statement], [ways.returns], ways)
                step.returns = True
                self._steps[statement] = step
                return step
            case ast.Raise():
                return self._step([statement], [], ways)
            case ast.Break():
                return self._step([], [ways.breaks or ways.returns], ways)
            case ast.Continue():
                return self._step([], [ways.continues or ways.returns], ways)
        step = self._step([statement], [follow], ways, _bound(statement))
        self._steps[statement] = step
        return step

    def _if(self, statement: ast.If, follow: _Step, ways: _Ways) -> _Step:
        # A loop of our own: an `elif` is an `if` inside an `else`, and there may be hundreds.
        arms = [statement]
        while len(arms[-1].orelse) == 1 and isinstance(arms[-1].orelse[0], ast.If):
            arms.append(arms[-1].orelse[0])
        other = self._block(arms[-1].orelse, follow, ways)
        for arm in reversed(arms):
            other = self._step([arm.test], [self._block(arm.body, follow, ways), other], ways)
        return other

    def _for(self, statement: ast.For | ast.AsyncFor, follow: _Step, ways: _Ways) -> _Step:
        head = self._new(on_error=ways.errors)
        inside = replace(ways, breaks=follow, continues=head)
        body = self._block(statement.body, head, inside)
        turn = self._step([statement.target], [body], ways, [statement.target])
        head.after += turn, self._block(statement.orelse, follow, ways)
        return self._step([statement.iter], [head], ways)

    def _try(self, statement: ast.Try | ast.TryStar, follow: _Step, ways: _Ways) -> _Step:
        if statement.finalbody:
            end = self._new(after=[follow, *ways.all()])
            follow = self._block(statement.finalbody, end, ways)
            has_loop = ways.breaks is not None
            loop = follow if has_loop else None
            ways = _Ways(follow, (follow,), loop, loop)
        handlers = tuple(
            self._step(
                [] if handler.type is None else [handler.type],
                [self._block(handler.body, follow, ways)],
                ways,
            )
            for handler in statement.handlers
        )
        inside = replace(ways, errors=(*handlers, *ways.errors))
        return self._block(statement.body, self._block(statement.orelse, follow, ways), inside)

    def _step(
        self,
        parts: Iterable[ast.AST],
        after: list[_Step],
        ways: _Ways,
        targets: Iterable[ast.AST] = (),
    ) -> _Step:
        reads: set[str] = set()
        for part in parts:
            reads |= self._read(part)
        binds = {name for target in targets for name in self._written(target)}
        return self._new(frozenset(reads), frozenset(binds), after, ways.errors)

    def _new(
        self,
        reads: frozenset[str] = frozenset(),
        binds: frozenset[str] = frozenset(),
        after: Iterable[_Step] = (),
        on_error: Sequence[_Step] = (),
    ) -> _Step:
        step = _Step(reads, binds, list(after), on_error)
        self._all.append(step)
        return step

    def _read(self, part: ast.AST) -> set[str]:
        """The variables that are read in a part of the syntax; deleting one counts as reading."""
        if isinstance(part, ast.match_case):
            parts = [part.pattern, *([] if part.guard is None else [part.guard])]
            return set().union(*map(self._read, parts))
        pending = [part]
        names: set[str] = set()
        while pending:
            node = pending.pop()
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                names.add(node.target.id)
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
                names |= self._own(node)
            if isinstance(node, _SCOPES):
                pending += _outside(node)
            else:
                pending += children(node)
        return names

    def _written(self, target: ast.AST) -> set[str]:
        """The variables that are bound for certain by assigning to a target."""
        nodes = (node for node in walk(target) if isinstance(node, ast.Name))
        stores = (node for node in nodes if isinstance(node.ctx, ast.Store))
        return set().union(*map(self._own, stores))

    def _own(self, node: ast.Name) -> set[str]:
        """The name, if it is a variable of this function."""
        owner = self._names.scopes[node].owner(node.id)
        return {node.id} if owner is self._scope else set()


def _bound(statement: ast.stmt) -> list[ast.AST]:
    """The targets of a simple statement. Other ways to bind a name count as none."""
    match statement:
        case ast.Assign(targets=targets):
            return list(targets)
        case ast.AnnAssign(target=target, value=ast.expr()) | ast.AugAssign(target=target):
            return [target]
    return []


def _outside(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[ast.AST]:
    """What is evaluated where a function or class is defined, as far as it can read variables."""
    if isinstance(node, ast.ClassDef):
        return [*node.decorator_list, *node.bases, *node.keywords]
    return [*node.decorator_list, node.args, *([] if node.returns is None else [node.returns])]


def variables_read_later(
    function: Function | ast.ClassDef | ast.Module, scope: Scope, names: Names
) -> frozenset[str] | None:
    """The variables that inner functions, classes or generators read; None if all may be read.

    When those run is not known.
    """
    later: set[str] = set(scope.elsewhere)
    for node in walk(function):
        if not isinstance(node, ast.Name) or node not in names.scopes:
            continue
        if node.id in _READ_ALL and names.is_free(node.id, node):
            return None
        if _runs_later(names.scopes[node], scope) and names.scopes[node].owner(node.id) is scope:
            later.add(node.id)
    return frozenset(later)


def _runs_later(inner: Scope, scope: Scope) -> bool:
    """Whether a scope inside a function may run at another time than where it is written."""
    while inner is not scope and isinstance(inner.node, ast.ListComp | ast.SetComp | ast.DictComp):
        if inner.parent is None:
            return True
        inner = inner.parent
    return inner is not scope
