"""What of a class is no field, told from its body: kept in its metadata, as mypy's cache has none.

A class is analysed before the bodies of its methods are, so that the names in them mean nothing
to mypy yet: they are looked up among those of the module.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from mypy.nodes import (
    NOT_ABSTRACT,
    AssignmentStmt,
    CallExpr,
    Decorator,
    Expression,
    FuncDef,
    MypyFile,
    NameExpr,
    OverloadedFuncDef,
    RefExpr,
    SymbolTable,
)
from mypy.types import UnboundType

from treelint.fullnames import canonical
from treelint.project.well_known import TRANSPARENT
from treelint.selector.lower import lower
from treelint.selector.model import Attr, NotANode, Parameter, Path
from treelint_mypy.syntax import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy.nodes import Statement

    from treelint.selector.model import Selection


def _ends(name: str) -> tuple[str, str]:
    """A library and a name in it: which of its modules defines that, only its source tells."""
    return name.partition(".")[0], name.rpartition(".")[2]


_TRANSPARENT = frozenset(map(_ends, TRANSPARENT))
_CLASS_VARIABLE = {"ClassVar", "typing.ClassVar"}


@dataclass(frozen=True, slots=True)
class Members:
    """The members of one class, by name.

    `computed` are properties that return something new, `methods` those that nothing is made of
    but methods. Of `passed_on`, each is a name and the attributes that the property goes through:
    `weight.layer.weight` for one that returns `self.layer.weight`.
    """

    computed: tuple[str, ...]
    passed_on: tuple[str, ...]
    methods: tuple[str, ...]
    variables: tuple[str, ...]


MEMBERS = tuple(field.name for field in fields(Members))


def members_of(body: list[Statement], modules: Mapping[str, MypyFile], module: str) -> Members:
    """What a class's body tells of its members."""
    names = _ModuleNames(modules[module].names, modules["builtins"].names)
    returned = dict(_properties(body, names))
    return Members(
        computed=tuple(name for name, what in returned.items() if isinstance(what, NotANode)),
        passed_on=tuple(_passed_on(returned)),
        methods=tuple(_methods(body)),
        variables=tuple(_variables(body)),
    )


def _properties(body: list[Statement], names: _ModuleNames) -> Iterator[tuple[str, Selection]]:
    """What each property returns, as a selection from its `self`."""
    for statement in body:
        match statement:
            case Decorator(func=function, decorators=others) if function.is_property:
                pass
            # With a setter after it; mypy looks at its decorators only later.
            case OverloadedFuncDef(
                items=[
                    Decorator(func=function, decorators=[NameExpr(name="property"), *others]),
                    *_,
                ]
            ):
                pass
            case _:
                continue
        if function.abstract_status == NOT_ABSTRACT and all(map(_is_plain, others)):
            selector = lower(translate(function).function, names)
            if selector is not None:
                yield function.name, selector.body


def _passed_on(returned: Mapping[str, Selection]) -> Iterator[str]:
    for name, selection in returned.items():
        match selection:
            case Path(root=Parameter.TREE, steps=[_, *_] as steps):
                attributes = [step.name for step in steps if isinstance(step, Attr)]
                if len(attributes) == len(steps):
                    yield ".".join((name, *attributes))


def _methods(body: list[Statement]) -> Iterator[str]:
    for statement in body:
        match statement:
            case FuncDef(name=name):
                yield name
            case Decorator(func=FuncDef(is_property=False, name=name), decorators=others):
                if all(map(_is_plain, others)):
                    yield name


def _is_plain(decorator: Expression) -> bool:
    """Whether a decorator leaves a method what it is."""
    function = decorator.callee if isinstance(decorator, CallExpr) else decorator
    return isinstance(function, RefExpr) and _ends(function.fullname) in _TRANSPARENT


def _variables(body: list[Statement]) -> Iterator[str]:
    """The class variables; a call or a name may give a property, or a method again."""
    for statement in body:
        match statement:
            case AssignmentStmt(
                lvalues=[NameExpr(name=name)], unanalyzed_type=UnboundType() as typ
            ):
                if typ.name in _CLASS_VARIABLE:
                    yield name
            case AssignmentStmt(lvalues=lvalues, unanalyzed_type=None, rvalue=value):
                if not isinstance(value, CallExpr | RefExpr):
                    yield from (lvalue.name for lvalue in lvalues if isinstance(lvalue, NameExpr))


@dataclass(frozen=True, slots=True)
class _ModuleNames:
    """Full names as those of a module and of Python itself tell them."""

    own: SymbolTable
    builtins: SymbolTable

    def qualified_name(self, node: ast.expr) -> str | None:
        """The full name of a name, or of an attribute of a module."""
        match node:
            case ast.Name(id=name):
                symbol = self.own.get(name) or self.builtins.get(name)
                return canonical(symbol.fullname) if symbol and symbol.fullname else None
            case ast.Attribute(value=value, attr=attr):
                above = self._module(value)
                symbol = above.names.get(attr) if above is not None else None
                return canonical(symbol.fullname) if symbol and symbol.fullname else None
        return None

    def _module(self, node: ast.expr) -> MypyFile | None:
        match node:
            case ast.Name(id=name):
                symbol = self.own.get(name)
            case ast.Attribute(value=value, attr=attr):
                above = self._module(value)
                symbol = above.names.get(attr) if above is not None else None
            case _:
                return None
        return symbol.node if symbol is not None and isinstance(symbol.node, MypyFile) else None
