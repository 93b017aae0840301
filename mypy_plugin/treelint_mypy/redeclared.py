"""What the classes below a class make of its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import Block, ClassDef, FuncItem, TypeInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.nodes import Statement


def is_redeclared(info: TypeInfo, name: str, api: TypeChecker) -> bool:
    """Whether a class below this one declares the name anew, as far as this file tells."""
    return any(
        below is not info and name in below.names and info in below.mro for below in _classes(api)
    )


def _classes(api: TypeChecker) -> Iterator[TypeInfo]:
    """The classes of the file: at its top, and in the functions around."""
    yield from _in(api.tree.defs)
    for scope in api.scope.stack:
        if isinstance(scope, FuncItem):
            yield from _in(scope.body.body)


def _in(body: list[Statement]) -> Iterator[TypeInfo]:
    for statement in body:
        match statement:
            case ClassDef(info=info, defs=Block(body=inner)):
                yield info
                yield from _in(inner)
