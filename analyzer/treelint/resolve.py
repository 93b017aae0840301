"""What a name means: imports and their aliases, shadowing, scopes.

`scan` notes where each name is bound and in which scope each name is read. Asked for a name, the
answer is a full dotted name only where every binding agrees; a name that may be something else
is not known.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from treelint.fullnames import FAMILIES, PURE, canonical
from treelint.outline import Outline
from treelint.records import dataclass, field
from treelint.scan import Scan
from treelint.scopes import Binding, Definition, Scope, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Binding", "Definition", "Names", "Scope", "ScopeKind", "outline", "resolve"]


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
    # A file has many calls of few functions: what has been found out is kept.
    _meanings: dict[tuple[Scope | None, str], str | None] = field(default_factory=dict, repr=False)
    _publics: dict[tuple[str, bool], str] = field(default_factory=dict, repr=False)

    def qualified_name(self, node: ast.expr) -> str | None:
        """The full name of what `node` refers to: `equinox.tree_at`, `builtins.type`."""
        return self._full_name(node, None)

    def qualified_from(self, node: ast.expr, scope: Scope) -> str | None:
        """The same for an expression that is not part of the file: a parsed annotation."""
        return self._full_name(node, scope)

    def _full_name(self, node: ast.expr, scope: Scope | None) -> str | None:
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        scope = scope or self.scopes.get(node)
        if scope is None:
            return None
        owner = scope.owner(node.id)
        key = (owner, node.id)
        if key not in self._meanings:
            self._meanings[key] = self._qualified(node, scope, frozenset())
        base = self._meanings[key]
        return None if base is None else self._public(".".join((base, *reversed(attributes))))

    def _public(self, name: str) -> str:
        key = (name, self.origin is None)
        if key not in self._publics:
            self._publics[key] = self._found_public(name)
        return self._publics[key]

    def _found_public(self, name: str) -> str:
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
    scan = Scan(tree, package)
    scan.read(tree)
    return _names(scan, aliases), scan.parents


def outline(tree: ast.Module, package: str | None) -> Names:
    """The names of a module alone, nothing inside its functions and classes: what it exports."""
    scan = Outline(tree, package)
    scan.read(tree)
    return _names(scan, {})


def _names(scan: Scan, aliases: Mapping[str, str]) -> Names:
    return Names(scan.module, scan.package, aliases, scan.scopes, scan.star_imports)
