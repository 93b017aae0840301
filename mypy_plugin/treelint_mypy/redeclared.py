"""What the classes below a class make of its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import Block, ClassDef, FuncItem, TypeInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.nodes import Statement


def is_redeclared(info: TypeInfo, name: str, api: TypeChecker) -> bool:
    """Whether a class below this one declares the name anew.

    Looked for in the file, and in the module that the class is from.
    """
    return any(
        below is not info and name in below.names and info in below.mro
        for below in _classes(info, api)
    )


def _classes(info: TypeInfo, api: TypeChecker) -> Iterator[TypeInfo]:
    yield from _in(api.tree.defs)
    module = api.modules.get(info.module_name)
    for symbol in module.names.values() if module is not None else ():
        if isinstance(symbol.node, TypeInfo):
            yield symbol.node
    for scope in api.scope.stack:
        if isinstance(scope, FuncItem):
            yield from _in(scope.body.body)


def _in(body: list[Statement]) -> Iterator[TypeInfo]:
    for statement in body:
        match statement:
            case ClassDef(info=info, defs=Block(body=inner)):
                yield info
                yield from _in(inner)
