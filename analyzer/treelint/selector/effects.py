"""What a selector changes when it is called, besides what it returns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass
from treelint.walk import children, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from treelint.resolve import Names

Function: TypeAlias = ast.Lambda | ast.FunctionDef
_Statement: TypeAlias = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Delete

_FUNCTIONS = (ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef)

# What gives something else at each call, or changes its first argument.
_CHANGE_FIRST = frozenset({"builtins.next", "builtins.setattr", "builtins.delattr"})
# Methods that take something out, and return it.
_TAKE = frozenset({"pop", "popitem", "popleft"})
# Methods that return None. Whoever uses what a method of this name returns means another one.
_CHANGE = frozenset(
    {"append", "appendleft", "clear", "discard", "extend", "extendleft", "insert", "remove"}
    | {"reverse", "sort"}
)
# The same, but of builtin sets and dicts only: others have such names for pure functions.
_CHANGE_BUILTIN = frozenset({"add", "update"})
_BUILTIN = frozenset({"builtins.set", "builtins.dict"})


@dataclass(frozen=True, slots=True)
class Effect:
    """Code that changes `what` at each call: something from outside, or the tree."""

    what: str
    origin: ast.expr | ast.stmt


@dataclass(frozen=True, slots=True)
class _Body:
    """One selector: its nodes and their parents, and the names that are special in it.

    `own` are the names of what it has made itself, `shared` those that `global` or `nonlocal`
    gives to the code around it. Functions inside it are left out: they may never be called.
    """

    names: Names
    parents: Mapping[ast.AST, ast.AST]
    own: frozenset[str]
    shared: frozenset[str]


def effects(function: Function, names: Names) -> Iterator[Effect]:
    """Everything that is certain to change something which the selector has not made itself."""
    parents = dict(_own_nodes(function))
    shared = frozenset(_given_away(parents))
    starred = (function.args.vararg, function.args.kwarg)
    own = {arg.arg for arg in starred if arg is not None} | {*_bound_inside(function)}
    body = _Body(names, parents, frozenset(own) - shared, shared)
    for node in parents:
        match node:
            case ast.Call():
                yield from _called(node, body)
            case ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.Delete():
                yield from _assigned(node, body)


def _called(node: ast.Call, body: _Body) -> Iterator[Effect]:
    match node:
        case ast.Call(args=[subject, *_]) if body.names.qualified_name(node.func) in _CHANGE_FIRST:
            yield from _changed(subject, node, body)
        case ast.Call(func=ast.Attribute(value=subject, attr=method)):
            if (
                method in _TAKE
                or (method in _CHANGE and _is_dropped(node, body))
                or (method in _CHANGE_BUILTIN and _is_builtin(subject, body))
            ):
                yield from _changed(subject, node, body)


def _assigned(node: _Statement, body: _Body) -> Iterator[Effect]:
    if isinstance(node, ast.AnnAssign) and node.value is None:
        return
    targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else [node.target]
    for target in targets:
        match target:
            case ast.Attribute(value=subject) | ast.Subscript(value=subject):
                yield from _changed(subject, node, body)
            case ast.Name(id=name) if name in body.shared:
                yield Effect(name, node)


def _changed(subject: ast.expr, origin: ast.expr | ast.stmt, body: _Body) -> Iterator[Effect]:
    """The effect, if the subject is a part of something from outside, or of the tree."""
    root = subject
    while isinstance(root, ast.Attribute | ast.Subscript):
        root = root.value
    # What is imported is a module or a class: its functions are no methods of it.
    if not isinstance(root, ast.Name) or root.id in body.own:
        return
    if body.names.qualified_name(root) is None:
        yield Effect(ast.unparse(subject), origin)


def _is_dropped(node: ast.Call, body: _Body) -> bool:
    """Whether nothing is done with the result but to ask for its truth, or to pass over it."""
    parent = body.parents[node]
    match parent:
        case ast.Expr() | ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Tuple() | ast.List():
            return isinstance(body.parents[parent], ast.Subscript)
        case ast.IfExp(test=test):
            return test is node
    return False


def _is_builtin(subject: ast.expr, body: _Body) -> bool:
    match body.names.value(subject):
        case ast.Set() | ast.Dict() | ast.SetComp() | ast.DictComp():
            return True
        case ast.Call(func=function):
            return body.names.qualified_name(function) in _BUILTIN
    return False


def _statements(function: Function) -> list[ast.AST]:
    return [function.body] if isinstance(function, ast.Lambda) else [*function.body]


def _own_nodes(function: Function) -> Iterator[tuple[ast.AST, ast.AST]]:
    """The nodes of a function's body and their parents, in order."""
    pending: list[tuple[ast.AST, ast.AST]]
    pending = [(node, function) for node in reversed(_statements(function))]
    while pending:
        node, parent = pending.pop()
        yield node, parent
        if not isinstance(node, _FUNCTIONS):
            pending.extend((child, node) for child in reversed([*children(node)]))


def _given_away(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield from node.names


def _bound_inside(function: Function) -> Iterator[str]:
    """The names that get a value inside, and so may be what the selector has made."""
    for statement in _statements(function):
        for node in walk(statement):
            match node:
                case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                    yield name
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                    yield name
                case ast.alias(name=module, asname=name):
                    yield name or module.partition(".")[0]
                case (
                    ast.ExceptHandler(name=str(name))
                    | ast.MatchAs(name=str(name))
                    | ast.MatchStar(name=str(name))
                    | ast.MatchMapping(rest=str(name))
                ):
                    yield name
