"""What functions give to whoever calls them of what they read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.holders.keeping import PURE_PACKAGES, Returned, outcomes

if TYPE_CHECKING:
    from treelint.index import FileIndex


def is_given_out(file: FileIndex, read: ast.expr) -> bool:
    """Whether a function or lambda returns what it reads, or a part of it, to whoever calls it."""
    return any(
        reaches_callers(file, outcome)
        for outcome in outcomes(file, read)
        if isinstance(outcome, Returned)
    )


def reaches_callers(file: FileIndex, returned: Returned) -> bool:
    """Whether it is not a lambda that is called for what it computes."""
    function = file.parents[returned.part]
    call = file.parents[function]
    if not isinstance(function, ast.Lambda) or not isinstance(call, ast.Call):
        return True
    name = file.names.qualified_name(call.func) or ""
    return name.partition(".")[0] not in PURE_PACKAGES


def place_returned(file: FileIndex, returned: Returned) -> int | None:
    """The index in the tuple that a function returns; None is all of what it returns."""
    if isinstance(file.parents[returned.part], ast.Return):
        match returned.part:
            case ast.Tuple(elts=elements) if returned.inner in elements:
                return elements.index(returned.inner)
    return None
