"""The types of the expressions in one file.

The answer for a variable joins the definitions that reach the place (`flow`), less what the
tests around it exclude (`guards`). Whatever is not certain is unknown.
"""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from treelint.project import attributes, calls, guards, operators, variables
from treelint.project.annotations import annotated
from treelint.project.class_reader import class_of
from treelint.project.flow import StoredNames
from treelint.project.library import Defined, External
from treelint.project.types import (
    NONE,
    UNKNOWN,
    Function,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    join,
)
from treelint.records import dataclass, field

if TYPE_CHECKING:
    import collections.abc

    from treelint.project.classes import ClassInfo
    from treelint.project.flow import Flow
    from treelint.project.library import Module, Target
    from treelint.resolve import Scope

_Answer = TypeVar("_Answer")
_Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
# Expressions nest, and one asks for another; no sensible chain of questions is longer, and no
# sensible question needs more of them.
_MAX_DEPTH = 60
_MAX_QUESTIONS = 3000

_SCOPE_NODES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
_LISTINGS: dict[type[ast.AST], ListingKind] = {
    ast.List: ListingKind.LIST,
    ast.ListComp: ListingKind.LIST,
    ast.Tuple: ListingKind.TUPLE,
    ast.Set: ListingKind.SET,
    ast.SetComp: ListingKind.SET,
    ast.GeneratorExp: ListingKind.ANY,
}


@dataclass
class Inference:
    """Answers `of(expression)` for the expressions of one module that has all its scopes."""

    module: Module
    parents: collections.abc.Mapping[ast.AST, ast.AST] = field(repr=False)
    flows: dict[tuple[Scope, str], Flow | None] = field(default_factory=dict, repr=False)
    stored: StoredNames = field(default_factory=StoredNames, repr=False)
    mutated: dict[Scope, dict[str, tuple[ast.expr, ...] | None]] = field(
        default_factory=dict, repr=False
    )
    cuts: int = 0
    """How often a question led back to itself."""
    taken: dict[tuple[Scope, str], Type] = field(default_factory=dict, repr=False)
    """What variables in loops are taken to be while that is made sure of."""
    steady: dict[tuple[Scope, str], Type] = field(default_factory=dict, repr=False)
    """What such variables are, where that is known."""
    _types: dict[ast.expr, Type] = field(default_factory=dict, repr=False)
    _open: dict[ast.AST, bool] = field(default_factory=dict, repr=False)
    """What is being asked at the moment, and whether the answer was cut short."""
    _questions: int = 0

    def of(self, node: ast.expr) -> Type:
        """The type of an expression where it stands."""
        if node in self._types:
            return self._types[node]
        if not self._open and not self.taken:
            self._questions = 0
        self._questions += 1
        if node in self._open or len(self._open) > _MAX_DEPTH or self._questions > _MAX_QUESTIONS:
            self.cut()
            return UNKNOWN
        self._open[node] = False
        try:
            found = self._narrowed(node, self._of(node))
        finally:
            was_cut = self._open.pop(node)
        # An answer that was cut short holds for this question alone, and so does what is so only
        # if something else is.
        if not self.taken and (not was_cut or not self._open):
            self._types[node] = found
        return found

    def apart(self, ask: collections.abc.Callable[[], _Answer]) -> _Answer:
        """Ask something as if nothing else were being asked."""
        around, self._open = self._open, {}
        try:
            return ask()
        finally:
            self._open = around

    def supposing(
        self, key: tuple[Scope, str], type_: Type, ask: collections.abc.Callable[[], _Answer]
    ) -> _Answer:
        """Ask something apart, as it is if a variable is of a type."""
        self.taken[key] = type_
        try:
            return self.apart(ask)
        finally:
            del self.taken[key]

    def is_open(self, node: ast.AST) -> bool:
        """Whether this question is being asked at the moment."""
        return node in self._open

    def cut(self) -> None:
        """Note that an answer leaves something out, as it would lead back to its question."""
        self.cuts += 1
        for asked in self._open:
            self._open[asked] = True

    def scope_of(self, node: ast.AST) -> Scope:
        """The scope that a node stands in."""
        child, parent = node, self.parents.get(node)
        while parent is not None:
            if isinstance(parent, _SCOPE_NODES) and not _is_header(parent, child):
                scope = self._scopes.get(parent)
                if scope is not None:
                    return scope
            child, parent = parent, self.parents.get(parent)
        return self.module.names.module

    def annotation(self, node: ast.expr | None, self_class: ClassInfo | None = None) -> Type:
        """The type that an annotation of this file names."""
        if node is None:
            return UNKNOWN
        return annotated(node, self.module, self.scope_of(node), self_class)

    def target(self, node: ast.expr) -> Target | None:
        """What a name or a dotted name of this file leads to."""
        first = node
        while isinstance(first, ast.Attribute):
            first = first.value
        scope = self.module.names.scopes.get(first) if isinstance(first, ast.Name) else None
        return None if scope is None else self.module.find(node, scope)

    def class_around(self, function: ast.AST) -> ClassInfo | None:
        """The class whose body a function stands in."""
        parent = self.parents.get(function)
        while isinstance(parent, ast.If):
            parent = self.parents.get(parent)
        return self.class_info(parent) if isinstance(parent, ast.ClassDef) else None

    def class_info(self, node: ast.ClassDef) -> ClassInfo | None:
        """What is known of a class of this file."""
        name = ".".join([self.module.name, *reversed(list(self._names_outwards(node)))])
        return class_of(Defined(name, node, self.module, self.scope_of(node)))

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Type:
        """What a function of this file is, seen from where it is defined."""
        transforms: tuple[str, ...] = ()
        if not isinstance(node, ast.Lambda):
            found = calls.transforms(node, self.module, self.scope_of(node))
            if found is None:
                return UNKNOWN
            transforms = found
        return Function(node, self.module, self.scope_of(node), transforms=transforms)

    def _names_outwards(self, node: _Definition) -> collections.abc.Iterator[str]:
        yield node.name
        parent = self.parents.get(node)
        while parent is not None:
            if isinstance(parent, _Definition):
                yield parent.name
            parent = self.parents.get(parent)

    @cached_property
    def _scopes(self) -> dict[ast.AST, Scope]:
        return {scope.node: scope for scope in set(self.module.names.scopes.values())}

    def _of(self, node: ast.expr) -> Type:
        match node:
            case ast.Constant(value=value):
                return _constant(value)
            case ast.JoinedStr():
                return Scalar("str")
            case ast.Name():
                return variables.of(self, node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return calls.of(self, node)
            case ast.Subscript():
                return operators.item(self, node)
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return self._listing(elements, _LISTINGS[type(node)])
            case ast.Dict():
                return self._dict(node)
            case ast.ListComp(elt=element) | ast.SetComp(elt=element):
                return Listing(_LISTINGS[type(node)], self.of(element))
            case ast.GeneratorExp(elt=element):
                return Listing(ListingKind.ANY, self.of(element))
            case ast.DictComp(key=key, value=value):
                return Mapping(self.of(key), self.of(value))
            case ast.IfExp(body=body, orelse=orelse):
                return join((self.of(body), self.of(orelse)))
            case ast.NamedExpr(value=value):
                return self.of(value)
            case ast.Lambda():
                return self.function(node)
            case ast.BoolOp() | ast.BinOp() | ast.UnaryOp() | ast.Compare():
                return operators.of(self, node)
        return UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Type:
        named = self.target(node)
        if named is not None and not (isinstance(named, External) and named.is_ambiguous):
            return variables.of_target(self, named)
        return attributes.attribute(self, self.of(node.value), node.attr).type

    def _listing(self, elements: list[ast.expr], kind: ListingKind) -> Type:
        if any(isinstance(element, ast.Starred) for element in elements):
            return Listing(kind, UNKNOWN)
        items = tuple(map(self.of, elements))
        return Listing(kind, join(items), items)

    def _dict(self, node: ast.Dict) -> Type:
        value = join(map(self.of, node.values))
        if any(not isinstance(key, ast.Constant) for key in node.keys):
            is_plain = None not in node.keys
            return Mapping(UNKNOWN, value if is_plain else UNKNOWN)
        keys = [key for key in node.keys if isinstance(key, ast.Constant)]
        entries = tuple(
            (key.value, self.of(item)) for key, item in zip(keys, node.values, strict=True)
        )
        return Mapping(join(_constant(key.value) for key in keys), value, entries)

    def is_none(self, node: ast.expr, attributes: tuple[str, ...]) -> bool:
        """Whether a test on the way says that an attribute of a variable is None there."""
        variable = guards.chain(node)
        about = None if variable is None else (*variable, *attributes)
        if about is None or about not in self._guarded:
            return False
        fact = next(guards.facts_about(about, node, self.parents, self.stored), None)
        return isinstance(fact, guards.IsNone) and fact.holds

    @cached_property
    def _guarded(self) -> set[tuple[str, ...]]:
        return guards.guarded(self.parents)

    def _narrowed(self, node: ast.expr, type_: Type) -> Type:
        if not isinstance(node, ast.Name | ast.Attribute):
            return type_
        if guards.chain(node) not in self._guarded:
            return type_
        for fact in guards.facts(node, self.parents, self.stored):
            type_ = operators.narrowed(self, type_, fact)
        return type_


def _constant(value: object) -> Type:
    if value is None:
        return NONE
    if isinstance(value, bool | int | float | complex | str | bytes):
        return Scalar(type(value).__name__, value)
    return UNKNOWN


def _is_header(scope: ast.AST, child: ast.AST) -> bool:
    """Whether a part of a function or class is read outside of it: all but its body."""
    body = getattr(scope, "body", None)
    # A body of statements may be long, and nothing else in it is one.
    return not isinstance(child, ast.stmt) if isinstance(body, list) else child is not body
