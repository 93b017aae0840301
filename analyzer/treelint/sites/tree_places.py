"""What a file puts into trees: into the fields of modules, and among the arguments of `jit`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass
from treelint.sites.spelling import may_be_class
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: into a field, or to what compiles a function, by its full name."""

    field: str | None = None
    jit: str | None = None


Stored: TypeAlias = "list[tuple[str, ast.expr]]"


def into_trees(file: FileIndex) -> Iterator[tuple[ast.expr, Place]]:
    """What goes into trees, and where."""
    for stored in constructions(file):
        yield from ((value, Place(field=name)) for name, value in stored)
    # Loaded here, as below: most files put nothing into trees.
    from treelint.sites.jitted import jit_of

    for call in file.nodes(ast.Call):
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        if any(isinstance(argument, ast.Name | ast.Call) for argument in arguments):
            jit = jit_of(file, call.func)
            if jit is not None:
                yield from ((argument, Place(jit=jit)) for argument in arguments)


def constructions(file: FileIndex) -> Iterator[Stored]:
    """For each constructor, and each call of one: the fields that it fills, and with what."""
    for node in file.nodes(ast.ClassDef):
        cls = file.types.class_info(node)
        if cls is not None and _is_tree(cls):
            yield list(_assigned(cls))
    for call in file.nodes(ast.Call):
        if may_be_class(call.func) and (call.args or call.keywords):
            from treelint.project.stored import stored_arguments
            from treelint.project.types import ClassObject

            made = file.types.of(call.func)
            if isinstance(made, ClassObject) and _is_tree(made.cls):
                yield [
                    (field.name, value)
                    for field, value in stored_arguments(made.cls, call)
                    if field.is_static is False
                ]


def _is_tree(cls: ClassInfo) -> bool:
    from treelint.project.classes import TreeKind

    # Functions are often kept together in a named tuple that nobody takes for a tree.
    return cls.kind.has_fields and cls.kind is not TreeKind.NAMED_TUPLE


def _assigned(cls: ClassInfo) -> Iterator[tuple[str, ast.expr]]:
    """What the constructor of a class puts into fields."""
    init = cls.own_members.get("__init__")
    if init is None or not isinstance(init.node, ast.FunctionDef):
        return
    parameters = [*init.node.args.posonlyargs, *init.node.args.args]
    for statement in walk(init.node):
        match statement:
            case (
                ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id=name), attr=attr)], value=value
                )
                | ast.AnnAssign(
                    target=ast.Attribute(value=ast.Name(id=name), attr=attr),
                    value=ast.expr() as value,
                )
            ) if parameters and name == parameters[0].arg:
                field = cls.fields.get(attr)
                if field is not None and field.is_static is False and not field.is_converted:
                    yield attr, value
