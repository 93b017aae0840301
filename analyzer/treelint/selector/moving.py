"""A selector that was written in another file, seen from the call that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import replace
from treelint.selector.model import (
    Either,
    ForEach,
    Nodes,
    Opaque,
    Parameter,
    Path,
    Selection,
    Selector,
    Splat,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable


def moved(selector: Selector, place: Callable[[ast.expr], ast.expr]) -> Selector:
    """The selector with each of its origins where `place` puts it.

    Of the variables around the selector nothing is known at the call.
    """
    tests = tuple(
        replace(test, subject=subject, origin=place(test.origin))
        for test in selector.tests
        if isinstance(subject := _moved(test.subject, place), Path)
    )
    return replace(selector, body=_moved(selector.body, place), tests=tests)


def _moved(selection: Selection, place: Callable[[ast.expr], ast.expr]) -> Selection:
    origin = place(selection.origin)
    match selection:
        case Path(root=root) if root is not Parameter.TREE:
            return Opaque("a variable of another file", origin)
        case Nodes(items=items):
            return replace(
                selection, items=tuple(_moved(item, place) for item in items), origin=origin
            )
        case ForEach(element=element):
            return replace(selection, element=_moved(element, place), origin=origin)
        case Splat(of=of):
            return replace(selection, of=_moved(of, place), origin=origin)
        case Either(alternatives=alternatives):
            return replace(
                selection,
                alternatives=tuple(_moved(item, place) for item in alternatives),
                origin=origin,
            )
    return replace(selection, origin=origin)
