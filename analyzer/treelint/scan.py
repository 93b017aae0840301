"""One pass over a module: its scopes, what each binds, and the parent of each node.

Every file that the gate lets pass is read here whole, so this is the hottest loop of a run. It
goes by tables of what each class of nodes needs, and over lists that grow while they are read;
the latter also keeps deeply nested code from exhausting Python's stack.
"""

from __future__ import annotations

import ast
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from treelint.scopes import Binding, Scope, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_Pattern: TypeAlias = ast.MatchAs | ast.MatchStar | ast.MatchMapping

# What is still to be read, and in which scope: statements, or nodes of an expression.
_Frame: TypeAlias = "tuple[Scope, Iterator[ast.AST]]"
_Part: TypeAlias = "tuple[Scope, list[ast.AST]]"
_Parts: TypeAlias = "tuple[Iterable[ast.AST], _Part | None]"
# What a class of nodes needs; its nodes alone are given to it, which the types cannot say.
Statement: TypeAlias = "Callable[[Scan, Any, Scope], _Frame | None]"
_Expression: TypeAlias = "Callable[[Scan, Any, Scope], _Parts]"

# A binding that says nothing of what the name is.
BOUND = Binding()
# Fields that hold no nodes, or only such as say nothing here: operators, `Load` and `Store`.
_PLAIN = frozenset(
    (
        *("arg", "attr", "asname", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs"),
        *("level", "module", "n", "name", "names", "op", "ops", "rest", "s", "simple", "str"),
        *("tag", "type_comment", "type_ignores"),
    )
)
_BODIES = frozenset({"body", "cases", "finalbody", "handlers", "orelse"})


class Scan:
    """The pass over one module, and what it has found."""

    __slots__ = ("giving", "module", "package", "parents", "scopes", "star_imports")

    def __init__(self, tree: ast.Module, package: str | None) -> None:
        self.module = Scope(ScopeKind.MODULE, None, tree)
        self.package = package
        self.scopes: dict[ast.Name, Scope] = {}
        self.parents: dict[ast.AST, ast.AST] = {}
        self.star_imports: list[str | None] = []
        # The scopes with `global` and `nonlocal` statements, in the order of these.
        self.giving: dict[Scope, None] = {}

    def read(self, tree: ast.Module) -> None:
        """Read the whole module."""
        self.statements(tree, STATEMENTS)
        self._settle()

    def statements(self, tree: ast.Module, readers: Mapping[type[ast.AST], Statement]) -> None:
        """Read the statements, each with the reader of its class, and those in their bodies."""
        self.adopt(tree.body, tree)
        frames: list[_Frame] = [(self.module, iter(tree.body))]
        while frames:
            scope, nodes = frames[-1]
            for node in nodes:
                frame = readers.get(type(node), _simple)(self, node, scope)
                if frame is not None:
                    frames.append(frame)
                    break
            else:
                frames.pop()

    def expressions(self, roots: list[ast.AST], scope: Scope) -> None:
        """Read nodes that are no statements with bodies; they have their parents already."""
        scopes, parents = self.scopes, self.parents
        todo: list[_Part] = [(scope, roots)]
        for inner, nodes in todo:
            for node in nodes:
                if type(node) is ast.Name:
                    if node not in scopes:  # else a target, noted with its value
                        scopes[node] = inner
                        if type(node.ctx) is not ast.Load:
                            inner.bindings[node.id].append(BOUND)
                    continue
                fields = _FIELDS[type(node)]
                if fields is None:
                    children, elsewhere = _EXPRESSIONS[type(node)](self, node, inner)
                    nodes.extend(children)
                    if elsewhere is not None:
                        todo.append(elsewhere)
                    continue
                for field in fields:
                    child = getattr(node, field)
                    if type(child) is list:
                        for item in child:
                            parents[item] = node
                        nodes.extend(child)
                    elif child is not None:
                        parents[child] = node
                        nodes.append(child)

    def adopt(self, children: Iterable[ast.AST], parent: ast.AST) -> None:
        """Note a node's children."""
        parents = self.parents
        for child in children:
            parents[child] = parent

    def _settle(self) -> None:
        """Move what `global` and `nonlocal` statements give away to the scopes that own it."""
        for scope in self.giving:
            for name, owner in scope.given_away.items():
                to = owner or (None if scope.parent is None else scope.parent.owner(name))
                if to is not None:
                    to.bindings[name].extend(scope.bindings.pop(name, []))
                    scope.elsewhere[name] = to


# The readers of statements: each notes what its statement binds, reads its expressions, and
# returns its body, if it has one, with the scope of that.


def _simple(scan: Scan, node: ast.AST, scope: Scope) -> None:
    scan.expressions([node], scope)


def _block(scan: Scan, node: ast.AST, scope: Scope) -> _Frame:
    """A statement with bodies in the same scope, or an `except` or `case` of one."""
    head: list[ast.AST] = []
    bodies: list[ast.AST] = []
    for field in node._fields:
        child = None if field in _PLAIN else getattr(node, field)
        if child is not None:
            (bodies if field in _BODIES else head).extend(
                child if type(child) is list else (child,)
            )
    scan.adopt(chain(head, bodies), node)
    scan.expressions(head, scope)
    return scope, iter(bodies)


def _handler(scan: Scan, node: ast.ExceptHandler, scope: Scope) -> _Frame:
    if node.name is not None:
        scope.bindings[node.name].append(BOUND)
    return _block(scan, node, scope)


def _function(scan: Scan, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> _Frame:
    scope.bindings[node.name].append(Binding(definition=node))
    inner, outside = _parameters(node, scope)
    outside += node.decorator_list
    if node.returns is not None:
        outside.append(node.returns)
    scan.adopt(outside, node)
    scan.expressions(outside, scope)
    return _body(scan, node, inner)


def _class(scan: Scan, node: ast.ClassDef, scope: Scope) -> _Frame:
    scope.bindings[node.name].append(Binding(definition=node))
    outside: list[ast.AST] = [*node.decorator_list, *node.bases, *node.keywords]
    scan.adopt(outside, node)
    scan.expressions(outside, scope)
    return _body(scan, node, Scope(ScopeKind.CLASS, scope, node))


def _parameters(node: _Function, scope: Scope) -> tuple[Scope, list[ast.AST]]:
    """The scope of a function, and what its parameters have that is read outside of it."""
    inner = Scope(ScopeKind.FUNCTION, scope, node)
    args = node.args
    parameters = [*args.posonlyargs, *args.args, *args.kwonlyargs]
    parameters += [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    outside: list[ast.AST] = [*args.defaults, *filter(None, args.kw_defaults)]
    for parameter in parameters:
        inner.bindings[parameter.arg] = [BOUND]
        if parameter.annotation is not None:
            outside.append(parameter.annotation)
    return inner, outside


def _body(
    scan: Scan, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, inner: Scope
) -> _Frame:
    # From Python 3.12 on there may be type parameters.
    types = getattr(node, "type_params", ())
    if types:
        scan.adopt(types, node)
        for parameter in types:
            inner.bindings[parameter.name].append(BOUND)
        scan.expressions(list(types), inner)
    scan.adopt(node.body, node)
    return inner, iter(node.body)


def _assign(scan: Scan, node: ast.Assign, scope: Scope) -> None:
    target, value = node.targets[0], node.value
    if len(node.targets) > 1 or not isinstance(target, ast.Name):
        scan.expressions([node], scope)
        return
    scope.bindings[target.id].append(Binding(definition=value))
    scan.scopes[target] = scope
    scan.parents[target] = scan.parents[value] = node
    scan.expressions([value], scope)


def _annotated(scan: Scan, node: ast.AnnAssign, scope: Scope) -> None:
    target, value = node.target, node.value
    if isinstance(target, ast.Name) and value is not None:
        scope.bindings[target.id].append(Binding(definition=value))
        scan.scopes[target] = scope
    scan.expressions([node], scope)


def _import(scan: Scan, node: ast.Import, scope: Scope) -> None:
    scan.adopt(node.names, node)
    for alias in node.names:
        top = alias.name.partition(".")[0]
        binding = Binding(alias.name if alias.asname else top)
        scope.bindings[alias.asname or top].append(binding)


def _import_from(scan: Scan, node: ast.ImportFrom, scope: Scope) -> None:
    scan.adopt(node.names, node)
    module = _absolute(node, scan.package)
    for alias in node.names:
        if alias.name == "*":
            scan.star_imports.append(module)
            continue
        qualified = None if module is None else f"{module}.{alias.name}"
        scope.bindings[alias.asname or alias.name].append(Binding(qualified))


def _give_away(scan: Scan, node: ast.Global | ast.Nonlocal, scope: Scope) -> None:
    # Whose a nonlocal name is may be bound further down: `_settle` sees to it at the end.
    owner = scan.module if isinstance(node, ast.Global) else None
    if owner is not scope:
        scope.given_away.update(dict.fromkeys(node.names, owner))
        scan.giving[scope] = None


# The readers of expressions with names or scopes of their own: each returns what is to be read
# in the same scope, and what in another.


def _lambda(scan: Scan, node: ast.Lambda, scope: Scope) -> _Parts:
    inner, outside = _parameters(node, scope)
    scan.adopt((*outside, node.body), node)
    return outside, (inner, [node.body])


def _comprehension(scan: Scan, node: _Comprehension, scope: Scope) -> _Parts:
    inside: list[ast.AST] = []
    for loop in node.generators:
        inside += (loop.iter, loop.target, *loop.ifs)
    inside += (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
    scan.adopt(inside, node)
    # The first iterable is evaluated outside, all else inside.
    return inside[:1], (Scope(ScopeKind.COMPREHENSION, scope, node), inside[1:])


def _walrus(scan: Scan, node: ast.NamedExpr, scope: Scope) -> _Parts:
    owner = scope.enclosing(ScopeKind.MODULE, ScopeKind.CLASS, ScopeKind.FUNCTION)
    owner.bindings[node.target.id].append(BOUND)
    scan.scopes[node.target] = owner
    scan.adopt((node.value, node.target), node)
    return (node.value,), None


def _dict(scan: Scan, node: ast.Dict, _: Scope) -> _Parts:
    # There is no key where another dict is unpacked.
    children = [*filter(None, node.keys), *node.values]
    scan.adopt(children, node)
    return children, None


def _pattern(scan: Scan, node: _Pattern, scope: Scope) -> _Parts:
    name = node.rest if isinstance(node, ast.MatchMapping) else node.name
    if name is not None:
        scope.bindings[name].append(BOUND)
    children = list(ast.iter_child_nodes(node))
    scan.adopt(children, node)
    return children, None


def _absolute(node: ast.ImportFrom, package: str | None) -> str | None:
    """The full name of the module that is imported from."""
    if node.level == 0:
        return node.module
    if package is None:
        return None
    parts = package.split(".")
    if node.level > len(parts):
        return None
    parents = parts[: len(parts) - node.level + 1]
    return ".".join([*parents, node.module] if node.module else parents)


class _Fields(dict[type[ast.AST], "tuple[str, ...] | None"]):
    """The fields of each class of nodes that lead to other nodes; None where a reader knows."""

    def __missing__(self, kind: type[ast.AST]) -> tuple[str, ...] | None:
        fields: tuple[str, ...] | None = tuple(
            field for field in kind._fields if field not in _PLAIN
        )
        if kind in _EXPRESSIONS:
            fields = None
        elif kind in {ast.Constant, ast.MatchSingleton}:
            fields = ()
        elif kind.__name__ == "TypeAlias":
            fields = kind._fields  # from Python 3.12 on; its name is a node
        self[kind] = fields
        return fields


_FIELDS = _Fields()
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
STATEMENTS: dict[type[ast.AST], Statement] = {
    ast.AnnAssign: _annotated,
    ast.Assign: _assign,
    ast.AsyncFor: _block,
    ast.AsyncFunctionDef: _function,
    ast.AsyncWith: _block,
    ast.ClassDef: _class,
    ast.ExceptHandler: _handler,
    ast.For: _block,
    ast.FunctionDef: _function,
    ast.Global: _give_away,
    ast.If: _block,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Match: _block,
    ast.match_case: _block,
    ast.Nonlocal: _give_away,
    ast.Try: _block,
    ast.TryStar: _block,
    ast.While: _block,
    ast.With: _block,
}
_EXPRESSIONS: dict[type[ast.AST], _Expression] = {
    ast.Dict: _dict,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.Lambda: _lambda,
    ast.ListComp: _comprehension,
    ast.MatchAs: _pattern,
    ast.MatchMapping: _pattern,
    ast.MatchStar: _pattern,
    ast.NamedExpr: _walrus,
    ast.SetComp: _comprehension,
}
