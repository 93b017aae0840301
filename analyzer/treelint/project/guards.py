"""What the tests around a place say of a value there: `isinstance`, `is not None`, truth."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING

from treelint.records import dataclass
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from treelint.project.flow import StoredNames


@dataclass(frozen=True, slots=True)
class IsNone:
    """The value is None, or is not."""

    holds: bool


@dataclass(frozen=True, slots=True)
class IsInstance:
    """The value is an instance of what an expression names, or is not."""

    classes: ast.expr
    holds: bool


Fact = IsNone | IsInstance
_BLOCKS = ("body", "orelse", "finalbody")
_BRANCHES = {
    ast.If: (("body", True), ("orelse", False)),
    ast.IfExp: (("body", True), ("orelse", False)),
    ast.While: (("body", True),),
}
_PARTS = (ast.stmt, ast.ExceptHandler, ast.match_case)
_TERMINAL = (ast.Return, ast.Raise, ast.Break, ast.Continue)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def chain(node: ast.expr) -> tuple[str, ...] | None:
    """A name and the attributes after it; None for anything else."""
    match node:
        case ast.Name(id=name):
            return (name,)
        case ast.Attribute(value=value, attr=attr):
            base = chain(value)
            return None if base is None else (*base, attr)
    return None


def guarded(nodes: Iterable[ast.AST]) -> set[tuple[str, ...]]:
    """The names and attributes that some test in a file asks about."""
    found: set[tuple[str, ...] | None] = set()
    for node in nodes:
        match node:
            case ast.Compare(left=left, comparators=[ast.Constant(value=None)]):
                found.add(chain(left))
            case ast.Call(func=ast.Name(id="isinstance"), args=[value, _]):
                found.add(chain(value))
            case ast.If() | ast.IfExp() | ast.While() | ast.Assert():
                found.add(chain(node.test))
            case ast.BoolOp(values=values):
                found.update(map(chain, values))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                found.add(chain(operand))
            case ast.NamedExpr(target=target):
                found.add(chain(target))
            case ast.comprehension(ifs=ifs):
                found.update(map(chain, ifs))
    return {about for about in found if about is not None}


def facts(
    node: ast.expr, parents: Mapping[ast.AST, ast.AST], stored: StoredNames
) -> Iterator[Fact]:
    """What is certain of the value of `node`, by the tests that were passed on the way to it.

    The nearest comes first. Nothing is said of what may have been assigned since.
    """
    about = chain(node)
    return iter(()) if about is None else facts_about(about, node, parents, stored)


def facts_about(
    about: tuple[str, ...],
    node: ast.expr,
    parents: Mapping[ast.AST, ast.AST],
    stored: StoredNames,
) -> Iterator[Fact]:
    """The same for a name and the attributes after it, where `node` stands."""
    if _is_assigned_in_passing(node, about[0], parents):
        return
    child: ast.AST = node
    parent = parents.get(node)
    while parent is not None:
        if isinstance(child, ast.stmt):
            for found in _before(parent, child, about, stored):
                if found is None:
                    return
                yield found
        yield from _within(parent, child, about)
        if isinstance(child, _PARTS):
            if isinstance(parent, _FUNCTIONS) or _rebinds_around(parent, child, about):
                return
        elif isinstance(parent, ast.Lambda) and about[0] in _parameters(parent):
            return
        child, parent = parent, parents.get(parent)


def _within(parent: ast.AST, child: ast.AST, about: tuple[str, ...]) -> Iterator[Fact]:
    """What the test of a branch says in that branch."""
    for part, holds in _BRANCHES.get(type(parent), ()):
        inside = getattr(parent, part)
        if child is inside or (isinstance(inside, list) and child in inside):
            yield from implied(parent.test, about, holds=holds)  # type: ignore[attr-defined]
    match parent:
        case ast.BoolOp(op=op, values=values):
            index = next((i for i, value in enumerate(values) if value is child), 0)
            for value in values[:index]:
                yield from implied(value, about, holds=isinstance(op, ast.And))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            if not isinstance(child, ast.comprehension):
                for generator in parent.generators:
                    for test in generator.ifs:
                        yield from implied(test, about, holds=True)
        case ast.comprehension(ifs=ifs):
            for test in itertools.takewhile(lambda test: test is not child, ifs):
                # The iterable is evaluated before any of the tests.
                if child is not parent.iter:
                    yield from implied(test, about, holds=True)


def _before(
    parent: ast.AST, statement: ast.stmt, about: tuple[str, ...], stored: StoredNames
) -> Iterator[Fact | None]:
    """What the statements before one in its block say; None where the value may be another."""
    for name in _BLOCKS:
        block = getattr(parent, name, None)
        if not isinstance(block, list) or statement not in block:
            continue
        for earlier in reversed(block[: block.index(statement)]):
            if about[0] in stored.of(earlier) and rebinds(earlier, about):
                # What leaves the block without a value says nothing; what falls through may.
                yield None
                return
            match earlier:
                case ast.Assert(test=test):
                    yield from implied(test, about, holds=True)
                case ast.If(test=test, body=[*_, last], orelse=[]) if isinstance(last, _TERMINAL):
                    yield from implied(test, about, holds=False)


def implied(test: ast.expr, about: tuple[str, ...], *, holds: bool) -> Iterator[Fact]:
    """What a test says of a value, given that it holds, or that it does not."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from implied(operand, about, holds=not holds)
        case ast.BoolOp(op=op, values=values):
            # `a and b` holds if both do; `a or b` fails if both fail. Else either may.
            if isinstance(op, ast.And) == holds:
                for value in values:
                    yield from implied(value, about, holds=holds)
        case ast.Compare(left=left, ops=[op], comparators=[ast.Constant(value=None)]):
            if chain(left) == about:
                if isinstance(op, ast.Is):
                    yield IsNone(holds)
                elif isinstance(op, ast.IsNot):
                    yield IsNone(not holds)
        case ast.Call(func=ast.Name(id="isinstance"), args=[value, classes], keywords=[]):
            if chain(value) == about:
                yield IsInstance(classes, holds)
        case ast.Name() | ast.Attribute():
            if holds and chain(test) == about:
                yield IsNone(holds=False)
        case ast.NamedExpr(target=target):
            yield from implied(target, about, holds=holds)


def rebinds(node: ast.AST, about: tuple[str, ...]) -> bool:
    """Whether something in a statement assigns to a value, or to what it is an attribute of."""
    for inner in walk(node):
        match inner:
            case ast.Name() | ast.Attribute() if not isinstance(inner.ctx, ast.Load):
                target = chain(inner)
                if target is not None and about[: len(target)] == target:
                    return True
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                if name == about[0]:
                    return True
            case ast.alias(name=name, asname=asname):
                if (asname or name.partition(".")[0]) == about[0]:
                    return True
            case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
                if name == about[0]:
                    return True
    return False


def _rebinds_around(parent: ast.AST, child: ast.AST, about: tuple[str, ...]) -> bool:
    """Whether another part of a compound statement may have assigned to the value before.

    Such as an earlier turn of a loop, the body of a `try` before its handlers, the items of a
    `with`, or the pattern of a `case`. The branches of an `if` exclude each other.
    """
    if isinstance(parent, ast.If):
        return rebinds(parent.test, about)
    if isinstance(parent, ast.Module) or (isinstance(parent, ast.Try) and child in parent.body):
        return False
    return rebinds(parent, about)


def _is_assigned_in_passing(node: ast.AST, name: str, parents: Mapping[ast.AST, ast.AST]) -> bool:
    """Whether a walrus in the same statement assigns to a name."""
    statement: ast.AST | None = node
    while statement is not None and not isinstance(statement, ast.stmt):
        statement = parents.get(statement)
    headers = children(statement) if statement is not None else ()
    return any(
        isinstance(inner, ast.NamedExpr) and inner.target.id == name
        for header in headers
        if isinstance(header, ast.expr)
        for inner in walk(header)
    )


def _parameters(function: ast.Lambda) -> set[str]:
    arguments = function.args
    every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    return {argument.arg for argument in every}
