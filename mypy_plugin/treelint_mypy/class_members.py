"""What of a class is no field, told from its body: mypy keeps its metadata, and not the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
)
from mypy.types import UnboundType

from treelint.fullnames import TRANSPARENT
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy.nodes import Statement


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


MEMBERS: Final = Members.__match_args__


def members_of(body: list[Statement], modules: Mapping[str, MypyFile], module: str) -> Members:
    """What a class's body tells of its members."""
    computed, passed_on = _results([*_properties(body)], modules, module)
    return Members(
        computed=computed,
        passed_on=passed_on,
        methods=tuple(_methods(body)),
        variables=tuple(_variables(body)),
    )


def _properties(body: list[Statement]) -> Iterator[FuncDef]:
    """The properties of which nothing but their body tells what they return."""
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
            yield function


def _results(
    properties: list[FuncDef], modules: Mapping[str, MypyFile], module: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which properties make something new, and which go through attributes."""
    if not properties:
        return (), ()
    # Loaded here: most classes have none.
    from treelint_mypy import property_results

    return property_results.told_apart(properties, modules, module)


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
