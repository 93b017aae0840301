"""Methods that do nothing but return an updated copy of `self`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TREE_AT
from treelint.project.types import Function, Instance
from treelint.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterator

_OWN_REPLACE = frozenset({"replace", "_replace"})


def returns_new_self(method: Function) -> bool:
    """Whether some `return` gives an updated `self`, no other anything but `self`.

    A method that does anything beside, such as to print, or to change an argument, is called
    for that, maybe.
    """
    node = method.node
    if not isinstance(node, ast.FunctionDef) or not isinstance(method.bound, Instance):
        return False
    if not method.bound.cls.kind.has_fields or not node.args.args:
        return False
    reader = _Reader(method, node)
    returned = list(reader.returned())
    return bool(returned) and reader.is_pure() and all(returned) and "new" in returned


class _Reader:
    """One method, read for what it returns."""

    def __init__(self, method: Function, node: ast.FunctionDef) -> None:
        self.method = method
        self.body = list(_own_nodes(node))
        self.self_name = (*node.args.posonlyargs, *node.args.args)[0].arg

    def is_pure(self) -> bool:
        """Whether no statement is there for its effect."""
        for inner in self.body:
            match inner:
                case ast.Expr(value=ast.Constant()):
                    continue
                case ast.Expr() | ast.Yield() | ast.YieldFrom() | ast.Await() | ast.Global():
                    return False
                case ast.Delete() | ast.With() | ast.AugAssign():
                    return False
                case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                    return False
        return True

    def returned(self) -> Iterator[str]:
        """For each `return`: "new" for an updated self, "self", or nothing for anything else."""
        for inner in self.body:
            if isinstance(inner, ast.Return):
                yield self._kind(inner.value, 3)

    def _kind(self, value: ast.expr | None, depth: int) -> str:
        match value:
            case ast.Name(id=name) if name == self.self_name:
                return "self"
            case ast.Name(id=name) if depth:
                kinds = {self._kind(found, depth - 1) for found in self._assigned(name)}
                return kinds.pop() if len(kinds) == 1 else ""
            case ast.Call():
                tree = self._updated(value)
                return "new" if tree is not None and self._kind(tree, depth - 1) else ""
        return ""

    def _updated(self, call: ast.Call) -> ast.expr | None:
        """The tree that a call updates out of place."""
        name = self.method.module.known_name(call.func, self.method.scope)
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        if name in TREE_AT:
            return call.args[1] if len(call.args) > 1 else given.get("pytree")
        if name == "dataclasses.replace" and call.args:
            return call.args[0]
        match call.func:
            case ast.Attribute(value=value, attr=attr) if attr in _OWN_REPLACE:
                return value
        return None

    def _assigned(self, name: str) -> Iterator[ast.expr]:
        for inner in self.body:
            match inner:
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        if isinstance(target, ast.Name) and target.id == name:
                            yield value


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions and classes inside."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        ):
            pending.extend(children(node))
