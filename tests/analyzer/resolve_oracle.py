"""The pass over a module as one reads it best: a `match`, no tables. Slow; `scan` must agree."""

import ast
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from treelint.scopes import Binding, Scope, ScopeKind

_Child: TypeAlias = tuple[ast.AST, Scope]


class Oracle:
    """What `scan.Scan` finds, found without hurry."""

    def __init__(self, tree: ast.Module, package: str | None) -> None:
        self.package = package
        self.module = Scope(ScopeKind.MODULE, None, tree)
        self.every_scope = [self.module]
        self.scopes: dict[ast.Name, Scope] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        self.star_imports: list[str | None] = []

    def read(self, tree: ast.Module) -> None:
        giving: dict[int, Scope] = {}
        pending: list[_Child] = [(tree, self.module)]
        while pending:
            node, scope = pending.pop()
            children = list(self.enter(node, scope))
            self.parents.update((child, node) for child, _ in children)
            # Reversed, so that bindings are noted in the order of the source.
            pending.extend(reversed(children))
            if scope.given_away:
                giving[id(scope)] = scope
        for scope in giving.values():
            for name, owner in scope.given_away.items():
                to = owner or (None if scope.parent is None else scope.parent.owner(name))
                if to is not None:
                    to.bindings[name].extend(scope.bindings.pop(name, []))
                    scope.elsewhere[name] = to

    def outline(self, tree: ast.Module) -> None:
        pending: list[ast.AST] = [tree]
        while pending:
            inside = [
                child
                for child, scope in self.enter(pending.pop(), self.module)
                # Of the expressions only what is assigned to: `a, b = ...`.
                if scope is self.module
                and (not isinstance(child, ast.expr) or hasattr(child, "ctx"))
                and not isinstance(getattr(child, "ctx", None), ast.Load)
            ]
            pending.extend(reversed(inside))

    def enter(self, node: ast.AST, scope: Scope) -> Iterable[_Child]:
        """Note what a node binds; its children follow, each with the scope that it is read in."""
        match node:
            case ast.Name() if node in self.scopes:
                return ()  # a target, noted with its value
            case ast.Name(id=name, ctx=ctx):
                self.scopes[node] = scope
                if not isinstance(ctx, ast.Load):
                    scope.bindings[name].append(Binding())
                return ()
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return self.function(node, scope)
            case ast.ClassDef():
                return self.class_(node, scope)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return self.comprehension(node, scope)
            case ast.Import() | ast.ImportFrom():
                self.import_(node, scope)
            case ast.Assign(targets=[ast.Name() as target], value=value):
                self.assigned(target, value, scope)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                self.assigned(target, value, scope)
            case ast.NamedExpr(target=target, value=value):
                owner = scope.enclosing(ScopeKind.MODULE, ScopeKind.CLASS, ScopeKind.FUNCTION)
                self.scopes[target] = owner
                owner.bindings[target.id].append(Binding())
                return [(value, scope), (target, owner)]
            case ast.Global() | ast.Nonlocal():
                to = self.module if isinstance(node, ast.Global) else None
                if to is not scope:
                    scope.given_away.update(dict.fromkeys(node.names, to))
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                scope.bindings[name].append(Binding())
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                scope.bindings[name].append(Binding())
        return ((child, scope) for child in ast.iter_child_nodes(node))

    def assigned(self, target: ast.Name, value: ast.expr, scope: Scope) -> None:
        self.scopes[target] = scope
        scope.bindings[target.id].append(Binding(definition=value))

    def inner(self, kind: ScopeKind, scope: Scope, node: ast.AST) -> Scope:
        self.every_scope.append(Scope(kind, scope, node))
        return self.every_scope[-1]

    def function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, scope: Scope
    ) -> Iterator[_Child]:
        inner = self.inner(ScopeKind.FUNCTION, scope, node)
        for parameter in _parameters(node.args):
            inner.bindings[parameter.arg].append(Binding())
            if parameter.annotation is not None:
                yield parameter.annotation, scope
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                yield default, scope
        if isinstance(node, ast.Lambda):
            yield node.body, inner
            return
        scope.bindings[node.name].append(Binding(definition=node))
        yield from ((decorator, scope) for decorator in node.decorator_list)
        if node.returns is not None:
            yield node.returns, scope
        yield from self.type_parameters(node, inner)
        yield from ((statement, inner) for statement in node.body)

    def class_(self, node: ast.ClassDef, scope: Scope) -> Iterator[_Child]:
        scope.bindings[node.name].append(Binding(definition=node))
        inner = self.inner(ScopeKind.CLASS, scope, node)
        for outside in (*node.decorator_list, *node.bases, *node.keywords):
            yield outside, scope
        yield from self.type_parameters(node, inner)
        yield from ((statement, inner) for statement in node.body)

    def type_parameters(self, node: ast.AST, scope: Scope) -> Iterator[_Child]:
        for parameter in getattr(node, "type_params", ()):
            scope.bindings[parameter.name].append(Binding())
            yield parameter, scope

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, scope: Scope
    ) -> Iterator[_Child]:
        inner = self.inner(ScopeKind.COMPREHENSION, scope, node)
        # The first iterable is evaluated outside, all else inside.
        for index, generator in enumerate(node.generators):
            yield generator.iter, (scope if index == 0 else inner)
            yield generator.target, inner
            yield from ((condition, inner) for condition in generator.ifs)
        if isinstance(node, ast.DictComp):
            yield node.key, inner
            yield node.value, inner
        else:
            yield node.elt, inner

    def import_(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                full = alias.name if alias.asname else top
                scope.bindings[alias.asname or top].append(Binding(full))
            return
        module = self.absolute(node)
        for alias in node.names:
            if alias.name == "*":
                self.star_imports.append(module)
                continue
            qualified = None if module is None else f"{module}.{alias.name}"
            scope.bindings[alias.asname or alias.name].append(Binding(qualified))

    def absolute(self, node: ast.ImportFrom) -> str | None:
        if node.level == 0:
            return node.module
        parts = (self.package or "").split(".")
        if self.package is None or node.level > len(parts):
            return None
        parents = parts[: len(parts) - node.level + 1]
        return ".".join([*parents, node.module] if node.module else parents)


def _parameters(args: ast.arguments) -> list[ast.arg]:
    starred = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *starred]
