"""Names that are spelt alike, where mypy's message of a missing attribute has none."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from mypy import errorcodes
from mypy.nodes import MemberExpr, Var

from treelint_mypy.alternatives import classes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo
    from mypy.nodes import Expression, TypeInfo

_MISSING = {errorcodes.ATTR_DEFINED, errorcodes.UNION_ATTR}
# `"Model" has no attribute "haed"`, `Item "Head" of "Head | None" has no attribute "bais"`.
_SAID = re.compile(r'^(?:Item )?"(?P<owner>[^"\[]+)[^"]*".* has no attribute "(?P<name>[^"]+)"$')


def add(errors: Iterable[ErrorInfo], steps: Sequence[Expression], api: TypeChecker) -> None:
    """Let each message name the fields that may be meant, in the way of mypy's own."""
    for error in errors:
        said = _SAID.match(error.message) if error.code in _MISSING else None
        if said is None:
            continue
        owner = next(_owners(said["owner"], said["name"], steps, api), None)
        near = get_close_matches(said["name"], _fields(owner)) if owner is not None else []
        if near:
            error.message += "; maybe {}?".format(" or ".join(f'"{name}"' for name in near))


def _owners(
    name: str, attribute: str, steps: Sequence[Expression], api: TypeChecker
) -> Iterator[TypeInfo]:
    for step in steps:
        if isinstance(step, MemberExpr) and step.name == attribute:
            yield from (info for info in classes_of(step.expr, api) if info.name == name)


def _fields(info: TypeInfo) -> list[str]:
    return [
        name
        for base in info.mro
        for name, symbol in base.names.items()
        if isinstance(symbol.node, Var) and name.isidentifier() and not name.startswith("__")
    ]
