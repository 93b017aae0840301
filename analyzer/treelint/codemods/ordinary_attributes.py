"""The types of attributes of ordinary objects, such as the model of a trainer."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.types import UNKNOWN, Instance, Type, constants_forgotten, join
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo


def attribute_type(file: FileIndex, cls: ClassInfo, name: str) -> Type:
    """What an attribute of `self` is annotated as, or what the constructor gives to it.

    Type checkers take the same for its type. Unknown for a class of another file, and for one
    with bases, which may assign it too.
    """
    if cls.module is not file.module or cls.node.bases or cls.member(name) is not None:
        return UNKNOWN
    annotations = [file.types.annotation(node, cls) for node in _annotations(cls.node, name)]
    if annotations:
        return join(annotations)
    init = cls.own_members.get("__init__")
    values = [] if init is None or init.node is None else list(_assigned(init.node, name))
    return join(_widened(file.types.of(value)) for value in values)


def _widened(type_: Type) -> Type:
    """The type with nothing known of the one object."""
    return Instance(type_.cls) if isinstance(type_, Instance) else constants_forgotten(type_)


def _annotations(cls: ast.ClassDef, name: str) -> Iterator[ast.expr]:
    for statement in cls.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=declared), annotation=annotation):
                if declared == name:
                    yield annotation
    for node in walk(cls):
        match node:
            case ast.AnnAssign(target=ast.Attribute(attr=attr), annotation=annotation):
                if attr == name:
                    yield annotation


def _assigned(init: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in walk(init):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    if any(_is_attribute(inner, name) for inner in walk(target)):
                        yield value if _is_attribute(target, name) else target


def _is_attribute(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name
