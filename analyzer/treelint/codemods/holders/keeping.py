"""What becomes of a tree, or of a part of it, that an expression reads: who has it afterwards."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.finding.places import type_of
from treelint.codemods.flow.reach import is_used_up
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.records import dataclass
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# Expressions that give a part of one that they consist of, or something that has it, or of it.
_PASSING = (
    *(ast.Attribute, ast.Await, ast.BinOp, ast.BoolOp, ast.Dict, ast.IfExp, ast.List, ast.Set),
    *(ast.Starred, ast.Subscript, ast.Tuple),
)
_MAX_DEPTH = 6
# Packages whose functions keep nothing, and return arrays, or trees that they have made.
PURE_PACKAGES = frozenset({"equinox", "jax", "math", "numpy", "optax", "treeops"})


@dataclass(frozen=True, slots=True)
class Alias:
    """Another variable has it, by this assignment or loop."""

    name: ast.Name


@dataclass(frozen=True, slots=True)
class Kept:
    """Something else may have it; the reason says what.

    `inside` is the field or item that it is assigned to, if it is that.
    """

    reason: str
    inside: ast.expr | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """Whoever calls the function has it: as `part`, which a `return` or a lambda gives.

    Where that is a tuple, it is in the element `inner`.
    """

    part: ast.expr
    inner: ast.expr


Keeping: TypeAlias = Alias | Kept
Outcome: TypeAlias = Alias | Kept | Returned


def keepings(file: FileIndex, read: ast.expr) -> Iterator[Keeping]:
    """Who has what an expression gives, once the statement is done that it stands in.

    Callers of the function that it is in are not counted.
    """
    for outcome in outcomes(file, read):
        if not isinstance(outcome, Returned):
            yield outcome


def outcomes(file: FileIndex, read: ast.expr, depth: int = _MAX_DEPTH) -> Iterator[Outcome]:
    """Who has what an expression gives, with the callers of the function that it is in."""
    part: ast.AST = read
    inner: ast.AST = read
    parent = file.parents[read]
    while True:
        is_target = isinstance(part, ast.Attribute | ast.Subscript) and not isinstance(
            part.ctx, ast.Load
        )
        if is_target or (isinstance(part, ast.expr) and is_unchangeable(type_of(file, part))):
            return
        match parent:
            case ast.NamedExpr(target=target):
                yield Alias(target)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                generator = next((one for one in parent.generators if one.iter is part), None)
                if generator is not None:
                    yield from _of_loop(file, generator.target, depth)
                    if is_used_up(file, parent):
                        return
                if any(part in one.ifs for one in parent.generators):
                    return
            case _ if not _is_passed_on(part, parent):
                yield from _of_end(file, part, inner, parent, depth)
                return
        part, inner, parent = parent, part, file.parents[parent]


def _is_passed_on(part: ast.AST, parent: ast.AST) -> bool:
    """Whether an expression gives a part of it, or something that has it, or of it."""
    match parent:
        case ast.IfExp(test=test):
            return part is not test
        case ast.Subscript(slice=index):
            return part is not index
    return isinstance(parent, _PASSING)


def _of_end(
    file: FileIndex, part: ast.AST, inner: ast.AST, parent: ast.AST, depth: int
) -> Iterator[Outcome]:
    # Loaded here: the two ask each other.
    from treelint.codemods.holders.given_to_calls import of_argument, of_method

    match parent:
        case ast.IfExp():
            return
        case ast.Subscript(value=value, ctx=ctx):
            if not isinstance(ctx, ast.Load):
                yield Kept(f"it is a key of `{file.text(value)}`")
        case ast.Call(func=function) if part is function:
            yield from of_method(file, parent, depth)
        case ast.Call() | ast.keyword():
            call = parent if isinstance(parent, ast.Call) else file.parents[parent]
            yield from of_argument(file, call, part, depth)
        case ast.Return(value=ast.expr() as result) | ast.Lambda(body=result) if part is result:
            yield Returned(result, inner if isinstance(inner, ast.expr) else result)
        case _:
            yield from _of_statement(file, part, parent)


def _of_statement(file: FileIndex, part: ast.AST, parent: ast.AST) -> Iterator[Outcome]:
    match parent:
        case ast.Assign(targets=targets, value=value) if part is value:
            for target in targets:
                yield from stored(file, target)
        case ast.AnnAssign(target=target, value=value) if part is value:
            yield from stored(file, target)
        case ast.For(target=target, iter=iterated) if part is iterated:
            yield from stored(file, target)
        case ast.AugAssign(target=target):
            yield Kept(f"it is put into `{file.text(target)}`")
        case ast.Yield() | ast.YieldFrom():
            yield Kept("it is yielded")
        case ast.arguments() | ast.Lambda():
            yield Kept("it is the default of a parameter")
        case ast.Expr() | ast.Assert() | ast.If() | ast.While():
            return
        case ast.Compare() if _asks_identity(parent):
            yield Kept("it is asked which object it is")
        case ast.Compare() | ast.UnaryOp() | ast.FormattedValue() | ast.Slice() | ast.Delete():
            return
        case _:
            yield Kept("it is used in a way that is not followed")


def _asks_identity(node: ast.Compare) -> bool:
    """Whether two objects are compared as such; None is one that everybody knows."""
    is_asked = any(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops)
    parts = (node.left, *node.comparators)
    return is_asked and not any(isinstance(part, ast.Constant) for part in parts)


def stored(file: FileIndex, target: ast.expr) -> Iterator[Outcome]:
    """Who has what is assigned to a target."""
    match target:
        case ast.Name():
            yield Alias(target)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from stored(file, element)
        case ast.Starred(value=inner):
            yield from stored(file, inner)
        case _:
            yield Kept(f"it is stored in `{file.text(target)}`", target)


def _of_loop(file: FileIndex, target: ast.expr, depth: int) -> Iterator[Outcome]:
    """What a comprehension does with the items of something."""
    names = [node for node in walk(target) if isinstance(node, ast.Name)]
    for name in names:
        for use in file.uses(name):
            if isinstance(use.ctx, ast.Load) and depth:
                yield from outcomes(file, use, depth - 1)
