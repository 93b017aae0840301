"""Attributes of ordinary objects, such as the model of a trainer: types, and whether to assign."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from treelint.project.classes import MemberKind
from treelint.project.types import UNKNOWN, Instance, Type, constants_forgotten, join
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo, Member


def attribute_type(file: FileIndex, cls: ClassInfo, name: str) -> Type:
    """What an attribute of `self` is annotated as, or what the constructor gives to it.

    Type checkers take the same for its type. Unknown for a class of another file, and for one
    with bases, which may assign it too.
    """
    if cls.module is not file.module or cls.node.bases:
        return UNKNOWN
    member = cls.member(name)
    if member is not None:
        return _member_type(file, cls, member)
    known = file.once(_known)
    if cls.node not in known:
        known[cls.node] = _Attributes(cls.node, cls.own_members.get("__init__"))
    attributes = known[cls.node]
    if name not in attributes.types:
        attributes.types[name] = _type(file, cls, attributes, name)
    return attributes.types[name]


def _member_type(file: FileIndex, cls: ClassInfo, member: Member) -> Type:
    """What a property is annotated to give, or what all objects of the class have."""
    if member.kind is MemberKind.PROPERTY:
        return file.types.annotation(member.annotation, cls)
    if not isinstance(member.node, ast.Call) or cls.assignments[member.name]:
        return UNKNOWN
    made = file.types.of(member.node)
    is_descriptor = not isinstance(made, Instance) or made.cls.member("__get__") is not None
    return UNKNOWN if is_descriptor else _widened(made)


class _Attributes:
    """What the attributes of one class are annotated as, and what the constructor gives them."""

    def __init__(self, cls: ast.ClassDef, init: Member | None) -> None:
        self.types: dict[str, Type] = {}
        self.annotations: defaultdict[str, list[ast.expr]] = defaultdict(list)
        self.values: defaultdict[str, list[ast.expr]] = defaultdict(list)
        for name, annotation in _annotations(cls):
            self.annotations[name].append(annotation)
        if init is not None and init.node is not None:
            for name, value in _assigned(init.node):
                self.values[name].append(value)


def _known(_: FileIndex) -> dict[ast.ClassDef, _Attributes]:
    return {}


def _type(file: FileIndex, cls: ClassInfo, attributes: _Attributes, name: str) -> Type:
    annotations = [file.types.annotation(node, cls) for node in attributes.annotations[name]]
    if annotations:
        return join(annotations)
    return join(_widened(file.types.of(value)) for value in attributes.values[name])


def _widened(type_: Type) -> Type:
    """The type with nothing known of the one object."""
    return Instance(type_.cls) if isinstance(type_, Instance) else constants_forgotten(type_)


def _annotations(cls: ast.ClassDef) -> Iterator[tuple[str, ast.expr]]:
    for statement in cls.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                yield name, annotation
    for node in walk(cls):
        match node:
            case ast.AnnAssign(target=ast.Attribute(attr=name), annotation=annotation):
                yield name, annotation


def _assigned(init: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in walk(init):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    attributes = [part for part in walk(target) if isinstance(part, ast.Attribute)]
                    for name in dict.fromkeys(part.attr for part in attributes):
                        is_whole = isinstance(target, ast.Attribute) and target.attr == name
                        yield name, value if is_whole else target


def why_not_assigned(cls: ClassInfo, name: str, shown: str) -> str | None:
    """Why assigning to an attribute of an object may fail, or do more than give it a value."""
    if cls.member("__setattr__") is not None or cls.member(name) is not None:
        return f"`{cls.short_name}` says itself what assigning to `{shown}` does"
    if not cls.is_complete or any(_has_limits(base.node) for base in cls.mro):
        return f"it is not known whether `{shown}` can be assigned"
    return None


def _has_limits(cls: ast.ClassDef) -> bool:
    """Whether a class may refuse to have attributes assigned: `frozen=True`, a metaclass."""
    calls = [item for item in cls.decorator_list if isinstance(item, ast.Call)]
    keywords = [keyword for call in calls for keyword in call.keywords]
    return bool(cls.keywords) or any(item.arg in {None, "frozen"} for item in keywords)
