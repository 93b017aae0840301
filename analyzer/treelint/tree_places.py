"""What a file puts into trees: into the fields of modules, and among the arguments of `jit`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.jitted import jit_of
from treelint.project.classes import TreeKind
from treelint.project.stored import stored_arguments
from treelint.project.types import ClassObject
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: into a field, or to what compiles a function, by its full name."""

    field: str | None = None
    jit: str | None = None


def into_trees(file: FileIndex) -> Iterator[tuple[ast.expr, Place]]:
    """What goes into trees, and where."""
    for node in file.nodes(ast.ClassDef):
        cls = file.types.class_info(node)
        if cls is not None and _is_tree(cls):
            yield from _assigned(cls)
    for call in file.nodes(ast.Call):
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        if not any(isinstance(argument, ast.Name | ast.Call) for argument in arguments):
            continue
        made = file.types.of(call.func)
        if isinstance(made, ClassObject) and _is_tree(made.cls):
            for field, value in stored_arguments(made.cls, call):
                if field.is_static is False:
                    yield value, Place(field=field.name)
        elif (jit := jit_of(file, call.func)) is not None:
            yield from ((argument, Place(jit=jit)) for argument in arguments)


def _is_tree(cls: ClassInfo) -> bool:
    # Functions are often kept together in a named tuple that nobody takes for a tree.
    return cls.kind.has_fields and cls.kind is not TreeKind.NAMED_TUPLE


def _assigned(cls: ClassInfo) -> Iterator[tuple[ast.expr, Place]]:
    """What the constructor of a class puts into fields."""
    init = cls.own_members.get("__init__")
    if init is None or not isinstance(init.node, ast.FunctionDef):
        return
    parameters = [*init.node.args.posonlyargs, *init.node.args.args]
    for statement in ast.walk(init.node):
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
                    yield value, Place(field=attr)
