"""Steps of a selector that lead to no node: static fields, methods, what a property computes."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from mypy.nodes import Decorator, FuncDef, MemberExpr, OverloadedFuncDef, TypeInfo, Var
from mypy.types import get_proper_type

from treelint.fullnames import canonical
from treelint.project.results import ARRAY_MEMBERS
from treelint.records import dataclass
from treelint_mypy import kinds, readings, static_fields
from treelint_mypy.alternatives import alternatives, class_of, classes_of
from treelint_mypy.definitions import Definition
from treelint_mypy.leaf_classes import is_array_class
from treelint_mypy.redeclared import is_redeclared
from treelint_mypy.trees import ANY

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import Expression

_ENUMERATION = "equinox.Enumeration"
# Properties that return what other properties return: no sensible chain is longer.
_DEEPEST = 5


class Kind(enum.Enum):
    """What a member is, if it is no node."""

    STATIC = "static field"
    COMPUTED = "property that computes"
    VARIABLE = "class variable"
    METHOD = "method"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a class that is no node of the tree."""

    kind: Kind
    name: str
    owner: TypeInfo


def member_of(step: MemberExpr, api: TypeChecker) -> Member | None:
    """The member that a step takes, if that is no node whatever the tree is at run time."""
    found = [_certain(info, step.name, api) for info in classes_of(step.expr, api)]
    known = [member for member in found if member is not None]
    if len(known) < len(found) or len({member.kind for member in known}) != 1:
        return None
    return known[-1]


def _certain(info: TypeInfo, name: str, api: TypeChecker) -> Member | None:
    member = _found(info, name, api)
    return None if member is None or is_redeclared(info, name, api) else member


def _found(info: TypeInfo, name: str, api: TypeChecker, depth: int = _DEEPEST) -> Member | None:
    static = static_fields.owner_of(info, name)
    if static is not None:
        return Member(Kind.STATIC, name, static)
    owner = next((base for base in info.mro if name in base.names), None)
    if owner is None:
        return None
    if static_fields.is_declared(owner, name) or depth == 0 or _is_enumeration(info):
        return None
    known = static_fields.members(owner)
    if name in known.methods:
        return Member(Kind.METHOD, name, owner)
    if name in known.variables:
        # A base that is not known may have a field of this name, too.
        is_field = info.fallback_to_any or any(
            static_fields.is_declared(base, name) for base in info.mro
        )
        return None if is_field else Member(Kind.VARIABLE, name, owner)
    computed = Member(Kind.COMPUTED, name, owner)
    if name in known.computed:
        return computed
    for passed_on in known.passed_on:
        property_, *attributes = passed_on.split(".")
        if property_ == name:
            return _through(info, attributes, computed, api, depth - 1)
    return computed if _computes(owner, name, api) else None


def _is_enumeration(info: TypeInfo) -> bool:
    """Whether its class variables are its items."""
    return any(canonical(base.fullname) == _ENUMERATION for base in info.mro)


def _through(
    info: TypeInfo, attributes: list[str], computed: Member, api: TypeChecker, depth: int
) -> Member | None:
    """Where a property leads that goes on to other attributes: often to a child, which is fine."""
    here: TypeInfo | None = info
    for attribute in attributes:
        if here is None:
            return None
        if is_array_class(here):
            return computed if attribute in ARRAY_MEMBERS else None
        member = _found(here, attribute, api, depth)
        if member is not None:
            return member if member.kind is Kind.STATIC else computed
        here = _class_of_field(here, attribute)
    return None


def _class_of_field(info: TypeInfo, name: str) -> TypeInfo | None:
    symbol = info.get(name)
    match symbol and symbol.node:
        case Var(type=declared, is_property=False) if declared is not None:
            classes = [class_of(item) for item in alternatives(get_proper_type(declared))]
            return classes[0] if len(classes) == 1 else None
    return None


def _computes(owner: TypeInfo, name: str, api: TypeChecker) -> bool:
    """Whether a property of this file does arithmetic with arrays, as their types tell."""
    function = _getter(owner, name) if owner.module_name == api.tree.fullname else None
    reading = readings.as_lambda(function) if function is not None else None
    if function is None or reading is None:
        return False
    returned: Expression = reading.expr()
    # What is not annotated mypy takes for Any throughout.
    if function.type is None or not api.has_type(returned):
        definition = Definition(function, by_place=1, is_method=True)
        readings.read(reading, readings.context(definition, ANY, api), api)
    return kinds.computes_array(returned, api)


def _getter(owner: TypeInfo, name: str) -> FuncDef | None:
    node = owner.names[name].node
    if isinstance(node, OverloadedFuncDef):
        node = node.items[0]
    match node:
        case Decorator(func=FuncDef(is_property=True) as function, decorators=[]):
            return function
    return None
