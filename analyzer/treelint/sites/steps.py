"""The steps that the code of a function takes, and where it may go from each of them.

Where the way is not certain every way is taken: an exception may come from any statement inside
a `try` or a `with`, and a `finally` may go on to wherever its `try` may be left for.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass, field, replace
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from treelint.resolve import Names, Scope

Body: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(slots=True, eq=False)
class Step:
    """A part of the function that runs as a whole: it reads first, and binds names at its end."""

    reads: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    after: list[Step] = field(default_factory=list)
    on_error: Sequence[Step] = ()
    returns: bool = False
    # From where control comes: from the end of a step, and from inside one that fails.
    before: list[Step] = field(default_factory=list)
    failing: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ways:
    """Where control goes from inside a block, other than to the next statement."""

    returns: Step
    errors: tuple[Step, ...] = ()
    breaks: Step | None = None
    continues: Step | None = None

    def all(self) -> list[Step]:
        ways = (self.returns, *self.errors, self.breaks, self.continues)
        return [way for way in ways if way is not None]


class Steps:
    """The steps of one function, whose scope is `scope`, or of a class or a module."""

    def __init__(self, body: Body, scope: Scope, names: Names) -> None:
        self._names = names
        self._scope = scope
        self.of: dict[ast.stmt, Step] = {}
        self.all: list[Step] = []
        self.end = self._new()
        self._block(body.body, self.end, _Ways(self._new()))
        for step in self.all:
            for following in step.after:
                following.before.append(step)
            for handler in step.on_error:
                handler.failing.append(step)

    def _block(self, statements: list[ast.stmt], follow: Step, ways: _Ways) -> Step:
        """The first step of a block, after which `follow` comes."""
        for statement in reversed(statements):
            follow = self._statement(statement, follow, ways)
        return follow

    def _statement(self, statement: ast.stmt, follow: Step, ways: _Ways) -> Step:
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
                self.of[statement] = step
                return step
            case ast.Raise():
                return self._step([statement], [], ways)
            case ast.Break():
                return self._step([], [ways.breaks or ways.returns], ways)
            case ast.Continue():
                return self._step([], [ways.continues or ways.returns], ways)
        step = self._step([statement], [follow], ways, _bound(statement))
        self.of[statement] = step
        return step

    def _if(self, statement: ast.If, follow: Step, ways: _Ways) -> Step:
        # A loop of our own: an `elif` is an `if` inside an `else`, and there may be hundreds.
        arms = [statement]
        while len(arms[-1].orelse) == 1 and isinstance(arms[-1].orelse[0], ast.If):
            arms.append(arms[-1].orelse[0])
        other = self._block(arms[-1].orelse, follow, ways)
        for arm in reversed(arms):
            other = self._step([arm.test], [self._block(arm.body, follow, ways), other], ways)
        return other

    def _for(self, statement: ast.For | ast.AsyncFor, follow: Step, ways: _Ways) -> Step:
        head = self._new(on_error=ways.errors)
        inside = replace(ways, breaks=follow, continues=head)
        body = self._block(statement.body, head, inside)
        turn = self._step([statement.target], [body], ways, [statement.target])
        head.after += turn, self._block(statement.orelse, follow, ways)
        return self._step([statement.iter], [head], ways)

    def _try(self, statement: ast.Try | ast.TryStar, follow: Step, ways: _Ways) -> Step:
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
        after: list[Step],
        ways: _Ways,
        targets: Iterable[ast.AST] = (),
    ) -> Step:
        reads: set[str] = set()
        for part in parts:
            reads |= self._read(part)
        binds = {name for target in targets for name in self._written(target)}
        return self._new(frozenset(reads), frozenset(binds), after, ways.errors)

    def _new(
        self,
        reads: frozenset[str] = frozenset(),
        binds: frozenset[str] = frozenset(),
        after: Iterable[Step] = (),
        on_error: Sequence[Step] = (),
    ) -> Step:
        step = Step(reads, binds, list(after), on_error)
        self.all.append(step)
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
