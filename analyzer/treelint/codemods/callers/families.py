"""Methods that stand for each other: those that override one, and those that it overrides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.forms import UnclearError
from treelint.project.types import Instance

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo
    from treelint.project.types import Type


def family(file: FileIndex, method: ast.FunctionDef) -> list[ast.FunctionDef]:
    """A method and those of other classes that may be run in its place, by a call of either."""
    cls = class_of_method(file, method)
    if cls is None:
        return [method]
    owners = {cls}
    size = 0
    while size < len(owners):
        size = len(owners)
        for heir in classes(file):
            having = {item for item in heir.mro if method.name in item.own_members}
            if having & owners:
                owners |= having
    found: list[ast.FunctionDef] = []
    for owner in owners:
        node = owner.own_members[method.name].node
        if owner.module is not file.module or not isinstance(node, ast.FunctionDef):
            msg = f"a class elsewhere has another `{method.name}`"
            raise UnclearError(msg)
        found.append(node)
    return sorted(found, key=lambda node: node.lineno)


def is_stub(file: FileIndex, method: ast.FunctionDef) -> bool:
    """Whether a method only says that classes below have one: no call ends in it."""
    body = [
        statement
        for statement in method.body
        if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
        and not isinstance(statement, ast.Pass)
    ]
    if body:
        return len(body) == 1 and isinstance(body[0], ast.Raise)
    names = {file.names.qualified_name(item) for item in method.decorator_list}
    return "abc.abstractmethod" in names


def class_of_method(file: FileIndex, method: ast.FunctionDef) -> ClassInfo | None:
    """The class that a method stands in."""
    node = file.parents[method]
    return file.types.class_info(node) if isinstance(node, ast.ClassDef) else None


def has_heirs(file: FileIndex, cls: ClassInfo) -> bool:
    """Whether a class of the file derives from this one."""
    return any(heir is not cls and heir.is_subclass_of(cls) for heir in classes(file))


def classes(file: FileIndex) -> list[ClassInfo]:
    """The classes of a file."""
    return file.once(_classes)


def _classes(file: FileIndex) -> list[ClassInfo]:
    found = (file.types.class_info(node) for node in file.nodes(ast.ClassDef))
    return [cls for cls in found if cls is not None]


def is_of_family(file: FileIndex, receiver: Type, methods: list[ast.FunctionDef]) -> bool | None:
    """Whether an object has one of the methods; None if it may have, or another one."""
    if not isinstance(receiver, Instance):
        return None
    member = receiver.cls.member(methods[0].name)
    if member is not None and member.node in methods:
        return True
    owners = [class_of_method(file, method) for method in methods]
    if any(owner is not None and owner.is_subclass_of(receiver.cls) for owner in owners):
        return None
    return None if not receiver.cls.is_complete else False
