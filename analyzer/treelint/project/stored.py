"""Which arguments of a constructor call become fields of the object, as they are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import canonical
from treelint.project.construction import field_arguments
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.project.classes import ClassInfo, Field

# Which parameter goes into which field, in a way that is not read: `tuple(layers)`.
_KEPT = {"equinox.nn.Sequential": {"layers": "layers"}}


def stored_arguments(cls: ClassInfo, call: ast.Call) -> Iterator[tuple[Field, ast.expr]]:
    """The fields that a call of a class fills with its arguments, each with its argument.

    A constructor that is written out counts where it says `self.field = parameter`.
    """
    if cls.member("__post_init__") is not None:
        return  # it may put something else there
    fields = {name: field for name, field in cls.fields.items() if not field.is_converted}
    for name, value in _given(cls, call):
        if name in fields:
            yield fields[name], value


def _given(cls: ClassInfo, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    init = cls.member("__init__")
    if init is None:
        yield from field_arguments(cls, call)
        return
    is_starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    if is_starred or not isinstance(init.node, ast.FunctionDef):
        return
    places = _places(cls, init.node) | _KEPT.get(canonical(cls.name), {})
    positional = [*init.node.args.posonlyargs, *init.node.args.args][1:]
    for parameter, value in zip(positional, call.args, strict=False):
        if parameter.arg in places:
            yield places[parameter.arg], value
    for keyword in call.keywords:
        if keyword.arg in places:
            yield places[keyword.arg], keyword.value


def _places(cls: ClassInfo, init: ast.FunctionDef) -> dict[str, str]:
    """The field that each parameter is assigned to, and nothing else is."""
    arguments = [*init.args.posonlyargs, *init.args.args]
    rebound = {
        node.id
        for node in walk(init)
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    }
    places: dict[str, str] = {}
    for statement in init.body:
        match statement:
            case (
                ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id=self_name), attr=name)],
                    value=ast.Name(id=parameter),
                )
                | ast.AnnAssign(
                    target=ast.Attribute(value=ast.Name(id=self_name), attr=name),
                    value=ast.Name(id=parameter),
                )
            ) if arguments and self_name == arguments[0].arg and parameter not in rebound:
                if sum(item.assignments[name] for item in cls.mro) == 1:
                    places[parameter] = name
    return places
