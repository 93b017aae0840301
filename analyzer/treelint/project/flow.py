"""Which values a variable may hold where it is read: the definitions that reach a place.

One pass over the statements of a function (or class, or module) for one name. Where several
definitions may reach a statement all are kept, so that a wrong path only makes less known.
"""

from __future__ import annotations

import ast
import enum
from bisect import bisect_right
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class DefinitionKind(enum.Enum):
    """How a name gets its value."""

    START = "what it held before: a parameter, or nothing"
    VALUE = "the value of an expression"
    ELEMENT = "each element of what is iterated over"
    FUNCTION = "a function or a class"
    DECLARED = "no value, but an annotation"
    OTHER = "something that is not looked into"
    DELETED = "nothing any more"


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One way to get a value; `unpack` leads to it where a tuple is taken apart."""

    kind: DefinitionKind
    value: ast.expr | None = None
    unpack: tuple[int, ...] = ()
    node: ast.AST | None = None
    annotation: ast.expr | None = None


Definitions = frozenset[Definition]
_NOTHING: Definitions = frozenset()
_LEAVING = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


@dataclass(slots=True)
class _Block:
    """Which statements of a block store each name, and after which ones nothing is run."""

    storing: dict[str, list[int]] = field(default_factory=dict)
    leaving: list[int] = field(default_factory=list)


class StoredNames:
    """The names that something in a statement may give another value, or another attribute."""

    def __init__(self) -> None:
        self._names: dict[ast.stmt, frozenset[str]] = {}
        self._blocks: dict[ast.stmt, _Block] = {}
        self._places: dict[ast.stmt, tuple[ast.stmt, int]] = {}

    def changing(self, statements: list[ast.stmt], name: str) -> list[int]:
        """Which statements of a block may give a name another value, or leave the block."""
        if not statements:
            return []
        first = statements[0]
        if first not in self._blocks:
            self._blocks[first] = self._sorted(statements)
        block = self._blocks[first]
        return sorted({*block.leaving, *block.storing.get(name, ())})

    def _sorted(self, statements: list[ast.stmt]) -> _Block:
        block = _Block()
        for index, statement in enumerate(statements):
            self._places[statement] = statements[0], index
            if isinstance(statement, _LEAVING):
                block.leaving.append(index)
            for name in self.of(statement):
                block.storing.setdefault(name, []).append(index)
        return block

    def place(self, statement: ast.stmt) -> tuple[ast.stmt, int] | None:
        """The first statement of its block, and the how manieth it is, if that was looked at."""
        return self._places.get(statement)

    def of(self, statement: ast.stmt) -> frozenset[str]:
        """The names; each statement is looked through once, whatever is asked of it."""
        if statement not in self._names:
            self._names[statement] = frozenset(self._found(statement))
        return self._names[statement]

    def _found(self, statement: ast.stmt) -> Iterator[str]:
        pending: list[ast.AST] = [statement]
        while pending:
            node = pending.pop()
            match node:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    yield name
                case ast.Attribute(ctx=ast.Store() | ast.Del()):
                    yield from _root(node)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    yield name
                case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
                    yield name
                case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                    yield name
                case ast.MatchMapping(rest=str(name)):
                    yield name
                case ast.alias(name=name, asname=asname):
                    yield asname or name.partition(".")[0]
            if isinstance(node, _SCOPES):
                continue  # what it binds is its own, or is not followed at all
            for child in children(node):
                if isinstance(child, ast.stmt):
                    yield from self.of(child)
                else:
                    pending.append(child)


@dataclass
class Flow:
    """The definitions of one name through a list of statements; `before` answers for each."""

    name: str
    start: Definition
    stored: StoredNames
    all: set[Definition] = field(default_factory=set)
    _own: dict[ast.AST, Definitions] = field(default_factory=dict)
    # For each block, by its first statement, from which statements on what reaches them.
    _blocks: dict[ast.stmt, tuple[list[int], list[Definitions]]] = field(default_factory=dict)
    _heads: dict[ast.stmt, Definitions] = field(default_factory=dict)

    def before(self, statement: ast.stmt) -> Definitions | None:
        """What reaches a statement; None inside of one in which nothing changes.

        What is asked of the parts of such a statement is asked of the whole.
        """
        if statement in self._heads:
            return self._heads[statement]
        place = self.stored.place(statement)
        if place is None or place[0] not in self._blocks:
            return None
        starts, reaching = self._blocks[place[0]]
        return reaching[bisect_right(starts, place[1]) - 1]

    def block(self, statements: list[ast.stmt], incoming: Definitions) -> Definitions | None:
        """What reaches the end of some statements; None if their end is not reached."""
        if not statements:
            return incoming
        starts, reaching = self._blocks[statements[0]] = [0], [incoming]
        reached: Definitions | None = incoming
        index = 0
        for index in self.stored.changing(statements, self.name):
            statement = statements[index]
            # Code after a `return` is never run: there is no value to be known there.
            before = (reached or _NOTHING) | self._defined_in(statement, headers_only=True)
            reached = self._after(statement, before)
            starts += index, index + 1
            reaching += before, reached or _NOTHING
        is_at_end = index == len(statements) - 1
        return _NOTHING if reached is None and not is_at_end else reached

    def _after(self, statement: ast.stmt, incoming: Definitions) -> Definitions | None:
        match statement:
            case _ if isinstance(statement, _LEAVING):
                return None
            case ast.If(body=body, orelse=orelse):
                return _merged(self.block(body, incoming), self.block(orelse, incoming))
            case ast.For() | ast.AsyncFor() | ast.While():
                return self._loop(statement, incoming)
            case ast.Try() | ast.TryStar():
                return self._try(statement, incoming)
            case ast.With(body=body) | ast.AsyncWith(body=body):
                own = self._targets(statement)
                after = self.block(body, own or incoming)
                # A context manager may swallow what is raised in its body.
                return (after or _NOTHING) | incoming | self._defined_in(statement)
            case ast.Match(cases=cases):
                ends = [self.block(case.body, self._captured(case, incoming)) for case in cases]
                return _merged(incoming, *ends)
        own = self._targets(statement)
        return own or incoming

    def _loop(
        self, statement: ast.For | ast.AsyncFor | ast.While, incoming: Definitions
    ) -> Definitions:
        around = incoming | self._defined_in(statement)
        if isinstance(statement, ast.While):
            self._heads[statement] = around
            self.block(statement.body, around)
        else:
            self.block(statement.body, self._targets(statement) or around)
        after = self.block(statement.orelse, around)
        return around | (after or _NOTHING)

    def _try(self, statement: ast.Try | ast.TryStar, incoming: Definitions) -> Definitions | None:
        end = self.block(statement.body, incoming)
        inside = self._defined_in_block(statement.body)
        ends: list[Definitions | None] = []
        for handler in statement.handlers:
            caught = self._targets(handler) or (incoming | inside)
            ends.append(self.block(handler.body, caught))
        if statement.orelse:
            end = None if end is None else self.block(statement.orelse, end)
        merged = _merged(end, *ends)
        if not statement.finalbody:
            return merged
        everything = incoming | self._defined_in(statement)
        last = self.block(statement.finalbody, everything)
        own = self._defined_in_block(statement.finalbody)
        return last if own or last is None or merged is None else merged

    def _captured(self, case: ast.match_case, incoming: Definitions) -> Definitions:
        names = {
            getattr(node, "name", None) or getattr(node, "rest", None)
            for node in walk(case.pattern)
        }
        if self.name in names:
            return self._noted(case, [Definition(DefinitionKind.OTHER, node=case)])
        return incoming

    def _defined_in_block(self, statements: list[ast.stmt]) -> Definitions:
        changing = self.stored.changing(statements, self.name)
        return frozenset().union(*(self._defined_in(statements[index]) for index in changing))

    def _defined_in(self, statement: ast.stmt, *, headers_only: bool = False) -> Definitions:
        """The definitions inside a statement; of its header, those in the midst of expressions."""
        found: set[Definition] = set()
        for node in _inside(statement, headers_only=headers_only):
            if isinstance(node, ast.NamedExpr):
                if node.target.id == self.name:
                    value = Definition(DefinitionKind.VALUE, node.value, node=node)
                    found |= self._noted(node, [value])
            elif not headers_only and isinstance(node, ast.stmt | ast.ExceptHandler):
                found |= self._targets(node)
            elif not headers_only and isinstance(node, ast.match_case):
                found |= self._captured(node, _NOTHING)
        if headers_only and len(getattr(statement, "items", ())) > 1:
            # One item of a `with` may use what the one before it bound.
            found |= self._targets(statement)
        return frozenset(found)

    def _targets(self, node: ast.AST) -> Definitions:
        """What a statement itself assigns to the name."""
        if node not in self._own:
            self._noted(node, [item for item in _bound(node) if item[0] == self.name])
        return self._own[node]

    def _noted(
        self, node: ast.AST, found: Iterable[Definition | tuple[str, Definition]]
    ) -> Definitions:
        if node not in self._own:
            plain = [item[1] if isinstance(item, tuple) else item for item in found]
            self.all.update(plain)
            self._own[node] = frozenset(
                item for item in plain if item.kind is not DefinitionKind.DECLARED
            )
        return self._own[node]


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def flow_of(name: str, statements: list[ast.stmt], stored: StoredNames) -> Flow:
    """The flow of a name through the body of a function, a class or a module."""
    start = Definition(DefinitionKind.START)
    flow = Flow(name, start, stored)
    flow.block(statements, frozenset({start}))
    return flow


def _merged(*ends: Definitions | None) -> Definitions | None:
    reached = [end for end in ends if end is not None]
    return frozenset().union(*reached) if reached else None


def _inside(statement: ast.stmt, *, headers_only: bool) -> Iterator[ast.AST]:
    """The nodes of a statement that are run with it, not the bodies of functions in it."""
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, _SCOPES):
            # Decorators, defaults and bases cannot bind but by a walrus, which nobody writes.
            continue
        for child in children(node):
            if headers_only and isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                continue
            pending.append(child)


def _bound(node: ast.AST) -> Iterator[tuple[str, Definition]]:
    """The names that one statement binds, and to what."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _unpacked(target, value, DefinitionKind.VALUE, node)
        case ast.AnnAssign(target=ast.Name(id=name), value=value, annotation=annotation):
            kind = DefinitionKind.DECLARED if value is None else DefinitionKind.VALUE
            yield name, Definition(kind, value, (), node, annotation)
        case ast.AugAssign(target=ast.Name(id=name)):
            yield name, Definition(DefinitionKind.OTHER, node=node)
        case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
            yield from _unpacked(target, value, DefinitionKind.ELEMENT, node)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                for name in _names(item.optional_vars):
                    yield name, Definition(DefinitionKind.OTHER, node=node)
        case (
            ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name)
        ):
            yield name, Definition(DefinitionKind.FUNCTION, node=node)
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            for alias in aliases:
                name = alias.asname or alias.name.partition(".")[0]
                yield name, Definition(DefinitionKind.OTHER, node=node)
        case ast.Delete(targets=targets):
            for target in targets:
                if isinstance(target, ast.Name):
                    yield target.id, Definition(DefinitionKind.DELETED, node=node)
        case ast.ExceptHandler(name=str(name)):
            yield name, Definition(DefinitionKind.OTHER, node=node)


def _unpacked(
    target: ast.expr,
    value: ast.expr,
    kind: DefinitionKind,
    node: ast.AST,
    unpack: tuple[int, ...] = (),
) -> Iterator[tuple[str, Definition]]:
    match target:
        case ast.Name(id=name):
            yield name, Definition(kind, value, unpack, node)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            starred = False
            for index, element in enumerate(elements):
                starred = starred or isinstance(element, ast.Starred)
                if starred:
                    for name in _names(element):
                        yield name, Definition(DefinitionKind.OTHER, node=node)
                else:
                    yield from _unpacked(element, value, kind, node, (*unpack, index))


def unpacking(
    target: ast.expr, value: ast.expr, node: ast.AST
) -> Iterator[tuple[str, Definition]]:
    """The names that one turn of a loop binds: those of a `for`, or of a comprehension."""
    return _unpacked(target, value, DefinitionKind.ELEMENT, node)


def _names(node: ast.expr | None) -> Iterator[str]:
    if node is not None:
        for inner in walk(node):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                yield inner.id
