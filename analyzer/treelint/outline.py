"""What a module exports: a short pass that leaves out the inside of functions and classes."""

from __future__ import annotations

import ast
from itertools import chain

from treelint.scan import BOUND, STATEMENTS, Scan
from treelint.scopes import Binding, Scope
from treelint.walk import children

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Outline(Scan):
    """The scan of what a module binds at its top level, in conditional statements too."""

    __slots__ = ()

    def read(self, tree: ast.Module) -> None:
        """Read the module."""
        self.statements(tree, STATEMENTS | dict.fromkeys(_DEFINITIONS, _defined))

    def expressions(self, roots: list[ast.AST], scope: Scope) -> None:
        """Of the expressions only what is assigned to: `a, b = ...`."""
        targets: list[ast.AST] = []
        for node in chain(roots, targets):
            if isinstance(node, ast.expr):
                if isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                    continue
                if isinstance(node, ast.Name) and node not in self.scopes:
                    self.scopes[node] = scope
                    scope.bindings[node.id].append(BOUND)
            elif isinstance(node, ast.MatchAs | ast.MatchStar) and node.name is not None:
                scope.bindings[node.name].append(BOUND)
            elif isinstance(node, ast.MatchMapping) and node.rest is not None:
                scope.bindings[node.rest].append(BOUND)
            targets.extend(children(node))


def _defined(
    _: Scan, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, scope: Scope
) -> None:
    scope.bindings[node.name].append(Binding(definition=node))
