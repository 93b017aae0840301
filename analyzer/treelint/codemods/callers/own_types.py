"""The type of the `self` of a method that only ever gets updates of itself.

What `super().method()` returns is not inferred; where it is the object that it was called on, it
has the type that `self` had.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.finding.construction import method_of_self
from treelint.project.types import UNKNOWN, Instance, Type

if TYPE_CHECKING:
    from treelint.index import FileIndex

_Known: TypeAlias = dict[ast.FunctionDef, Type]


def type_of_self(file: FileIndex, name: ast.Name) -> Type:
    """What `self` is, if all that it is given in its method is an update of itself."""
    if name not in file.names.scopes:
        return UNKNOWN
    method = method_of_self(file, name)
    cls = None if method is None else file.types.class_around(method)
    if method is None or cls is None or method.decorator_list:
        return UNKNOWN
    known = file.once(_known)
    if method not in known:
        # Each update is one if `self` has been its own object so far.
        known[method] = Instance(cls)
        # Loaded here: the two ask each other.
        from treelint.codemods.callers.handing_back import is_own_update

        stores = [use for use in file.uses(name) if not isinstance(use.ctx, ast.Load)]
        if not all(is_own_update(file, store) for store in stores):
            known[method] = UNKNOWN
    return known[method]


def _known(_: FileIndex) -> _Known:
    """The answers so far."""
    return {}
