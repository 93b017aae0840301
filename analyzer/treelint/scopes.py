"""The scopes of a module, and what each binds: filled by `scan`, asked through `resolve`."""

from __future__ import annotations

import ast
import enum
from collections import defaultdict
from typing import TypeAlias

from treelint.records import dataclass, field

Definition: TypeAlias = ast.expr | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


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
