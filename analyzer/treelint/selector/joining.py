"""Selections put together: branches that meet, and lists that grow."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from treelint.selector.model import (
    Container,
    Either,
    ForEach,
    Nodes,
    Opaque,
    Path,
    Selection,
    Splat,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Sequence

# Beyond these nothing is concluded: code that no person writes must not cost more than it.
_MOST_ALTERNATIVES = 8
_MOST_PARTS = 500


def alternatives(selection: Selection) -> tuple[Selection, ...]:
    """What a selection may be: itself, where no branch decides."""
    return selection.alternatives if isinstance(selection, Either) else (selection,)


def either(selections: Iterable[Selection], origin: ast.expr) -> Selection:
    """One of these selections, whichever it is."""
    distinct: list[Selection] = []
    containers: set[Container | None] = set()
    for alternative in itertools.chain.from_iterable(map(alternatives, selections)):
        if isinstance(alternative, Opaque):
            return Opaque(alternative.reason, origin)
        containers.add(_sequence(alternative))
        if len(distinct) <= _MOST_ALTERNATIVES and alternative not in distinct:
            distinct.append(alternative)
    if len(distinct) == 1:
        return distinct[0]
    if len(distinct) <= _MOST_ALTERNATIVES:
        return Either(tuple(distinct), origin)
    unknown = Opaque("one of many selections", origin)
    match [*containers]:
        case [Container() as container]:
            return Nodes((Splat(unknown, origin),), container, origin)
    return unknown


def is_small(selection: Selection) -> bool:
    """Whether a selection is no larger than what people write."""
    parts = 0
    pending = [selection]
    while pending:
        part = pending.pop()
        parts += 1
        match part:
            case Path():
                parts += len(part.steps)
            case Nodes():
                pending.extend(part.items)
            case ForEach():
                pending.append(part.element)
            case Splat():
                pending.append(part.of)
            case Either():
                pending.extend(part.alternatives)
        if parts + len(pending) > _MOST_PARTS:
            return False
    return True


def extended(base: Selection, items: Sequence[Selection], origin: ast.expr) -> Selection:
    """A list or a tuple with more nodes behind those that it holds."""
    return either((_extended(item, items, origin) for item in alternatives(base)), origin)


def _extended(base: Selection, items: Sequence[Selection], origin: ast.expr) -> Selection:
    container = _sequence(base)
    match base:
        case Nodes() if container is not None:
            return Nodes((*base.items, *items), container, base.origin)
        case ForEach() if container is not None:
            return Nodes((Splat(base, base.origin), *items), container, base.origin)
    return Opaque("what is no list here grows", origin)


def in_a_loop(base: Selection, origin: ast.expr) -> Selection:
    """A list or a tuple that grows in a loop, at the beginning of any one turn."""
    return extended(base, [Splat(Opaque("what earlier turns gave", origin), origin)], origin)


def after_a_loop(base: Selection, items: Sequence[Selection], origin: ast.expr) -> Selection:
    """A list or a tuple after a loop whose turns add these nodes to it."""
    element = either(map(_element, items), origin)
    if isinstance(element, Either):
        element = Opaque("one of several nodes", origin)
    return either((_looped(item, element, origin) for item in alternatives(base)), origin)


def _looped(base: Selection, element: Selection, origin: ast.expr) -> Selection:
    container = _sequence(base)
    if container is None:
        return Opaque("what is no list here grows", origin)
    each = ForEach(element, container, origin)
    match base:
        case Nodes(items=()):
            return each
    return _extended(base, [Splat(each, origin)], origin)


def _element(item: Selection) -> Selection:
    match item:
        case Splat(of=ForEach(element=element)):
            return element
        case Splat():
            return Opaque("one of several nodes", item.origin)
    return item


def _sequence(selection: Selection) -> Container | None:
    """What the nodes are collected in, if that is a tuple or a list."""
    if not isinstance(selection, Nodes | ForEach) or not selection.container.is_sequence:
        return None
    return selection.container
