"""What a name means: imports and their aliases, shadowing, scopes.

One pass over the tree notes where each name is bound and in which scope each name is read.
Asked for a name, the answer is a full dotted name only where every binding agrees; a name that
may be something else is not known.
"""

from __future__ import annotations

import ast
import builtins
import enum
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from treelint.fullnames import FAMILIES, PURE, canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

Definition: TypeAlias = ast.expr | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class ScopeKind(enum.Enum):
    """What makes a scope, where that matters for how names are looked up in it."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    COMPREHENSION = "comprehension"


@dataclass(frozen=True, slots=True)
class Binding:
    """One place where a name gets its value: imported under a full name, or defined."""

    qualified: str | None = None
    definition: Definition | None = None


@dataclass(slots=True, eq=False)
class Scope:
    """The names bound in one module, class, function or comprehension."""

    kind: ScopeKind
    parent: Scope | None
    # The module, function, class or comprehension that it is the scope of.
    node: ast.AST = field(repr=False)
    bindings: defaultdict[str, list[Binding]] = field(
        default_factory=lambda: defaultdict(list), repr=False
    )
    # Names that a `global` or `nonlocal` statement gives to another scope: to the module, or
    # (None) to a function around this one; and, once all is read, to which scope that is.
    given_away: dict[str, Scope | None] = field(default_factory=dict, repr=False)
    elsewhere: dict[str, Scope] = field(default_factory=dict, repr=False)

    def enclosing(self, *kinds: ScopeKind) -> Scope:
        """The nearest scope of one of these kinds, from this one outwards."""
        scope = self
        while scope.kind not in kinds and scope.parent is not None:
            scope = scope.parent
        return scope

    def owner(self, name: str) -> Scope | None:
        """The scope that binds the name, as Python looks it up from here."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.elsewhere:
                return scope.elsewhere[name]
            visible = scope is self or scope.kind is not ScopeKind.CLASS
            if visible and name in scope.bindings:
                return scope
            scope = scope.parent
        return None


@dataclass
class Names:
    """The answer to "what is this name" for one file.

    `star_imports` holds the modules that all names are imported from; None is one that is not
    known. `origin` follows a name through the project's own re-exports, where that is wanted.
    """

    module: Scope
    package: str | None
    aliases: Mapping[str, str]
    scopes: dict[ast.Name, Scope] = field(repr=False)
    star_imports: list[str | None]
    origin: Callable[[str], str | None] | None = field(default=None, repr=False)

    def qualified_name(self, node: ast.expr) -> str | None:
        """The full name of what `node` refers to: `equinox.tree_at`, `builtins.type`."""
        return self._public(self._qualified(node, self._scope_of(node), frozenset()))

    def qualified_from(self, node: ast.expr, scope: Scope) -> str | None:
        """The same for an expression that is not part of the file: a parsed annotation."""
        return self._public(self._qualified(node, scope, frozenset()))

    def _public(self, name: str | None) -> str | None:
        if name is None:
            return None
        public = canonical(name)
        alias = self.aliases.get(public) or self.aliases.get(name)
        if alias is None and self.origin is not None:
            return self.origin(name) or public
        return alias or public

    def _scope_of(self, node: ast.expr) -> Scope | None:
        """The scope that an expression's first name is read in."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return self.scopes.get(node) if isinstance(node, ast.Name) else None

    def definition(self, node: ast.expr) -> Definition | None:
        """The one definition in this file behind a plain name: a function, class or value."""
        bindings = self.bindings(node)
        return bindings[0].definition if len(bindings) == 1 else None

    def value(self, node: ast.expr) -> ast.expr:
        """The one value behind a plain name; the node itself where there is none."""
        definition = self.definition(node)
        return definition if isinstance(definition, ast.expr) else node

    def bindings(self, node: ast.expr) -> list[Binding]:
        """Every place in this file where a plain name gets a value."""
        scope = self.scopes.get(node) if isinstance(node, ast.Name) else None
        if scope is None or not isinstance(node, ast.Name):
            return []
        owner = scope.owner(node.id)
        return [] if owner is None else owner.bindings[node.id]

    def is_free(self, name: str, at: ast.Name) -> bool:
        """Whether nothing gives the name a meaning where `at` stands: a builtin is itself."""
        return self.scopes[at].owner(name) is None and not self.star_imports

    def is_local(self, node: ast.Name) -> bool:
        """Whether assigning to the name there changes the variable that is read there."""
        scope = self.scopes[node].enclosing(ScopeKind.MODULE, ScopeKind.CLASS, ScopeKind.FUNCTION)
        owner = scope.owner(node.id)
        if owner is None:
            # In a function it would become a local variable, read before it is bound.
            return scope is self.module
        return owner is scope or node.id in scope.elsewhere

    def _qualified(self, node: ast.expr, scope: Scope | None, seen: frozenset[str]) -> str | None:
        match node:
            case ast.Attribute(value=value, attr=attr):
                base = self._qualified(value, scope, seen)
                return None if base is None else f"{base}.{attr}"
            case ast.Name(id=name) if name not in seen and scope is not None:
                owner = scope.owner(name)
                if owner is None or not owner.bindings[name]:
                    return self._unbound(name)
                return self._agreed(owner.bindings[name], owner, seen | {name})
        return None

    def _agreed(self, bindings: list[Binding], owner: Scope, seen: frozenset[str]) -> str | None:
        """The full name behind a name that is imported, or another name for an import."""
        # `try: import x` with `x = None` for an answer is still an import of x.
        certain = [binding for binding in bindings if not _is_none(binding.definition)]
        imported = [canonical(name) for name in (item.qualified for item in certain) if name]
        if imported and len(imported) == len(certain):
            # One name from either family is one function, whichever is installed.
            same = len({name.partition(".")[2] for name in imported}) == 1
            families = {name.partition(".")[0] for name in imported}
            agreed = same and (len(families) == 1 or families <= set(FAMILIES))
            return imported[0] if agreed else None
        if len(certain) == 1 and isinstance(certain[0].definition, ast.Name | ast.Attribute):
            definition = certain[0].definition
            return self._qualified(definition, self._scope_of(definition) or owner, seen)
        return None

    def _unbound(self, name: str) -> str | None:
        for module in self.star_imports:
            if module is not None and _leads_to_known(f"{module}.{name}"):
                return f"{module}.{name}"
        return f"builtins.{name}" if hasattr(builtins, name) else None


def _leads_to_known(name: str) -> bool:
    """Whether it is a function that treelint knows, or a module that holds one."""
    return any(known == name or known.startswith(f"{name}.") for known in PURE)


def _is_none(definition: Definition | None) -> bool:
    return isinstance(definition, ast.Constant) and definition.value is None


def resolve(
    tree: ast.Module, package: str | None, aliases: Mapping[str, str]
) -> tuple[Names, dict[ast.AST, ast.AST]]:
    """The names of a module, and the parent of each of its nodes, from one pass over it."""
    module = Scope(ScopeKind.MODULE, None, tree)
    names = Names(module, package, aliases, {}, [])
    parents: dict[ast.AST, ast.AST] = {}
    # A stack of our own: deeply nested code must not exhaust Python's.
    pending: list[tuple[ast.AST, Scope]] = [(tree, module)]
    giving: dict[int, Scope] = {}
    while pending:
        node, scope = pending.pop()
        children = list(_enter(node, scope, names))
        parents.update((child, node) for child, _ in children)
        # Reversed, so that bindings are noted in the order of the source.
        pending.extend(reversed(children))
        if scope.given_away:
            giving[id(scope)] = scope
    _settle(giving.values())
    return names, parents


def outline(tree: ast.Module, package: str | None) -> Names:
    """The names of a module alone, nothing inside its functions and classes: what it exports."""
    module = Scope(ScopeKind.MODULE, None, tree)
    names = Names(module, package, {}, {}, [])
    pending: list[ast.AST] = [tree]
    while pending:
        children = _enter(pending.pop(), module, names)
        inside = [
            child
            for child, scope in children
            # Of the expressions only what is assigned to: `a, b = ...`.
            if scope is module
            and (not isinstance(child, ast.expr) or hasattr(child, "ctx"))
            and not isinstance(getattr(child, "ctx", None), ast.Load)
        ]
        pending.extend(reversed(inside))
    return names


def _enter(node: ast.AST, scope: Scope, names: Names) -> Iterable[tuple[ast.AST, Scope]]:
    """Note what a node binds; its children follow, each with the scope that it is read in."""
    match node:
        case ast.Name() if node in names.scopes:
            return ()  # a target, noted with its value
        case ast.Name(id=name, ctx=ctx):
            names.scopes[node] = scope
            if not isinstance(ctx, ast.Load):
                _bind(scope, name, Binding())
            return ()
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
            return _function(node, scope)
        case ast.ClassDef():
            return _class(node, scope)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return _comprehension(node, scope)
        case ast.Import() | ast.ImportFrom():
            _import(node, scope, names)
        case ast.Assign(targets=[ast.Name() as target], value=value):
            return _assigned(node, target, value, scope, names)
        case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
            return _assigned(node, target, value, scope, names)
        case ast.NamedExpr(target=target, value=value):
            owner = scope.enclosing(ScopeKind.MODULE, ScopeKind.CLASS, ScopeKind.FUNCTION)
            names.scopes[target] = owner
            _bind(owner, target.id, Binding())
            return [(value, scope), (target, owner)]
        case ast.Global() | ast.Nonlocal():
            _give_away(node, scope, names)
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
            _bind(scope, name, Binding())
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
            _bind(scope, name, Binding())
    return ((child, scope) for child in ast.iter_child_nodes(node))


def _bind(scope: Scope, name: str, binding: Binding) -> None:
    scope.bindings[name].append(binding)


def _assigned(
    node: ast.stmt, target: ast.Name, value: ast.expr, scope: Scope, names: Names
) -> Iterator[tuple[ast.AST, Scope]]:
    names.scopes[target] = scope
    _bind(scope, target.id, Binding(definition=value))
    return ((child, scope) for child in ast.iter_child_nodes(node))


def _give_away(node: ast.Global | ast.Nonlocal, scope: Scope, names: Names) -> None:
    # Whose a nonlocal name is may be bound further down: `_settle` sees to it at the end.
    owner = names.module if isinstance(node, ast.Global) else None
    if owner is not scope:
        scope.given_away.update(dict.fromkeys(node.names, owner))


def _settle(scopes: Iterable[Scope]) -> None:
    """Move what `global` and `nonlocal` statements give away to the scopes that own it."""
    for scope in scopes:
        for name, owner in scope.given_away.items():
            to = owner or (None if scope.parent is None else scope.parent.owner(name))
            if to is not None:
                to.bindings[name].extend(scope.bindings.pop(name, []))
                scope.elsewhere[name] = to


def _function(node: _Function, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    inner = Scope(ScopeKind.FUNCTION, scope, node)
    arguments = node.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    starred = [arg for arg in (arguments.vararg, arguments.kwarg) if arg is not None]
    for parameter in (*parameters, *starred):
        inner.bindings[parameter.arg].append(Binding())
        if parameter.annotation is not None:
            yield parameter.annotation, scope
    for default in (*arguments.defaults, *arguments.kw_defaults):
        if default is not None:
            yield default, scope
    if isinstance(node, ast.Lambda):
        yield node.body, inner
        return
    _bind(scope, node.name, Binding(definition=node))
    yield from ((decorator, scope) for decorator in node.decorator_list)
    if node.returns is not None:
        yield node.returns, scope
    yield from _type_parameters(node, inner)
    yield from ((statement, inner) for statement in node.body)


def _class(node: ast.ClassDef, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    _bind(scope, node.name, Binding(definition=node))
    inner = Scope(ScopeKind.CLASS, scope, node)
    for outside in (*node.decorator_list, *node.bases, *node.keywords):
        yield outside, scope
    yield from _type_parameters(node, inner)
    yield from ((statement, inner) for statement in node.body)


def _type_parameters(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    # From Python 3.12 on.
    for parameter in getattr(node, "type_params", ()):
        scope.bindings[parameter.name].append(Binding())
        yield parameter, scope


def _comprehension(node: _Comprehension, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    inner = Scope(ScopeKind.COMPREHENSION, scope, node)
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


def _import(node: ast.Import | ast.ImportFrom, scope: Scope, names: Names) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            _bind(scope, alias.asname or top, Binding(alias.name if alias.asname else top))
        return
    module = _absolute(node, names.package)
    for alias in node.names:
        if alias.name == "*":
            names.star_imports.append(module)
            continue
        qualified = None if module is None else f"{module}.{alias.name}"
        _bind(scope, alias.asname or alias.name, Binding(qualified))


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
