"""The names that a selector of several statements gives values to, and how it uses them."""

from __future__ import annotations

import ast
import itertools
from collections import Counter
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.selector.lowering import Names

# The statements that are followed; what any other does to a name is not known.
_FOLLOWED = (
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Expr, ast.Pass),
    *(ast.If, ast.For, ast.While, ast.Break, ast.Continue, ast.Assert, ast.Raise),
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.Import, ast.ImportFrom),
)
_FUNCTIONS = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef)
_LOOPS = (ast.For, ast.While)

# Functions that read a list, and neither change nor keep it.
_READERS = frozenset(
    f"builtins.{name}"
    for name in ("all", "any", "bool", "enumerate", "len", "list", "reversed", "set", "sorted")
) | {"builtins.sum", "builtins.tuple", "builtins.zip"}


@dataclass(frozen=True, slots=True)
class OwnNames:
    """The names of one function that are no variables from outside.

    `changing` get a value more than once, or in a loop. `unfollowed` get one where no
    statement says so: by a walrus, or from a function inside. Lists under `escaping` names may
    be changed elsewhere.
    """

    bound: frozenset[str]
    changing: frozenset[str]
    unfollowed: frozenset[str]
    escaping: frozenset[str]


@dataclass(slots=True)
class _Found:
    times: Counter[str] = field(default_factory=Counter)
    unfollowed: set[str] = field(default_factory=set)
    read: list[ast.Name] = field(default_factory=list)
    escaping: set[str] = field(default_factory=set)
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)


def own_names(function: ast.FunctionDef, names: Names) -> OwnNames | None:
    """The names of a function; None if a statement in it cannot be followed."""
    found = _Found(Counter(_parameters(function.args)))
    pending: list[tuple[ast.AST, ast.AST, bool]]
    pending = [(statement, function, False) for statement in function.body]
    while pending:
        node, parent, in_loop = pending.pop()
        found.parents[node] = parent
        if isinstance(node, _FUNCTIONS):
            _inner_function(node, found, in_loop=in_loop)
            continue
        if isinstance(node, ast.stmt) and not isinstance(node, _FOLLOWED):
            return None
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            return None
        _note(node, found, in_loop=in_loop)
        in_loop = in_loop or isinstance(node, _LOOPS)
        pending.extend((child, node, in_loop) for child in _children(node))
    found.escaping |= {name.id for name in found.read if not _only_reads(name, found, names)}
    return OwnNames(
        bound=frozenset(found.times) | frozenset(found.unfollowed),
        changing=frozenset(name for name, times in found.times.items() if times > 1),
        unfollowed=frozenset(found.unfollowed),
        escaping=frozenset(found.escaping),
    )


def assigned_in(statements: list[ast.stmt]) -> Iterator[str]:
    """The names that get a new value in these statements."""
    for node in _nodes(statements):
        match node:
            case ast.Assign(targets=targets):
                yield from (name for target in targets for name in targets_in(target))
            case ast.AnnAssign(target=target) | ast.For(target=target):
                yield from targets_in(target)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.alias():
                yield imported_as(node)


def augmented_in(statements: list[ast.stmt]) -> Iterator[str]:
    """The names whose value is augmented in these statements: a list grows, a number changes."""
    for node in _nodes(statements):
        match node:
            case ast.AugAssign(target=ast.Name(id=name)):
                yield name


def appended_in(statements: list[ast.stmt]) -> Iterator[str]:
    """The names of lists that grow in these statements by a method."""
    for node in _nodes(statements):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="append" | "extend"):
                yield name


def _nodes(statements: list[ast.stmt]) -> Iterator[ast.AST]:
    return itertools.chain.from_iterable(map(walk, statements))


def targets_in(target: ast.expr) -> Iterator[str]:
    """The names in the target of an assignment or of a loop."""
    return (node.id for node in walk(target) if isinstance(node, ast.Name))


def _note(node: ast.AST, found: _Found, *, in_loop: bool) -> None:
    times = 2 if in_loop else 1
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            found.times[name] += times
        case ast.Name():
            found.read.append(node)
        case ast.NamedExpr(target=ast.Name(id=name)):
            found.unfollowed.add(name)
        case ast.alias():
            found.times[imported_as(node)] += times


def _children(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.comprehension():
            yield from (node.iter, *node.ifs)  # its target is a name of its own
        case ast.NamedExpr():
            yield node.value
        case ast.AnnAssign(value=None):
            yield node.target
        case ast.AnnAssign(value=ast.expr() as value):
            yield from (node.target, value)
        case _:
            yield from children(node)


def _inner_function(
    function: ast.Lambda | ast.FunctionDef | ast.AsyncFunctionDef, found: _Found, *, in_loop: bool
) -> None:
    """What a function inside may do at any time: read names, and give them values."""
    if not isinstance(function, ast.Lambda):
        found.times[function.name] += 2 if in_loop else 1
    for node in walk(function):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                found.escaping.add(name)
            case ast.Nonlocal(names=names):
                found.unfollowed.update(names)
            case ast.NamedExpr(target=ast.Name(id=name)):
                found.unfollowed.add(name)


def _only_reads(name: ast.Name, found: _Found, names: Names) -> bool:
    """Whether a list under the name is only read here, or grows by a statement."""
    parent = found.parents[name]
    match parent:
        case ast.Attribute(attr="append" | "extend"):
            call = found.parents[parent]
            return _is_statement(call, parent, found)
        case ast.Call(func=ast.Attribute(value=ast.Name(), attr="extend"), args=[argument]):
            return argument is name
        case ast.Call(func=function) if function is not name:
            return names.qualified_name(function) in _READERS
        case ast.Compare() | ast.BinOp() | ast.Starred() | ast.Return():
            return True
        case ast.Subscript(value=value) | ast.For(iter=value) | ast.comprehension(iter=value):
            return value is name
        case ast.If(test=test) | ast.While(test=test) | ast.UnaryOp(operand=test):
            return test is name
    return _is_returned(name, found)


def _is_statement(call: ast.AST, function: ast.expr, found: _Found) -> bool:
    match call:
        case ast.Call(func=called, args=[argument], keywords=[]) if called is function:
            is_alone = isinstance(found.parents[call], ast.Expr)
            return is_alone and not isinstance(argument, ast.Starred)
    return False


def _is_returned(node: ast.AST, found: _Found) -> bool:
    while not isinstance(node, ast.stmt):
        node = found.parents[node]
    return isinstance(node, ast.Return)


def _parameters(arguments: ast.arguments) -> Iterator[str]:
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [arg for arg in (arguments.vararg, arguments.kwarg) if arg is not None]
    return (arg.arg for arg in (*named, *starred))


def imported_as(alias: ast.alias) -> str:
    """The name that an import binds."""
    return alias.asname or alias.name.partition(".")[0]
