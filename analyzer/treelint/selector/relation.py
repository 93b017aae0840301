"""How two paths into one tree lie: apart, one inside the other, or not to be told."""

from __future__ import annotations

import enum
from itertools import product
from typing import TYPE_CHECKING

from treelint.selector.model import Attr, Computed, Each, Item, Slice, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.selector.model import Path


class Relation(enum.Enum):
    """How two paths lie."""

    APART = "apart"
    UNKNOWN = "unknown"
    OVERLAPPING = "overlapping"


def relation(first: Path, second: Path) -> Relation:
    """How two paths from the same root lie.

    They are apart where they part at two attributes, two keys that are strings, or two indices
    that count from the same end: `l[0]` and `l[-1]` may be one element. For an attribute that
    computes a node, as a property does, this cannot be told from the paths alone.
    """
    is_certain = True
    for one, other in zip(first.steps, second.steps, strict=False):
        match _same_child(one, other):
            case False:
                return Relation.APART
            case None:
                is_certain = False
    return Relation.OVERLAPPING if is_certain else Relation.UNKNOWN


def relations(first: Iterable[Path], second: Iterable[Path]) -> set[Relation]:
    """How the paths of one selection lie to those of another."""
    return {relation(one, other) for one, other in product(first, list(second))}


def _same_child(one: Step, other: Step) -> bool | None:
    """Whether two steps from one node lead to the same child; None where that is not known."""
    match one, other:
        case Attr(name=name), Attr(name=other_name):
            return name == other_name
        case Item(key=Computed() as key), Item(key=other_key):
            return True if key.stable and key == other_key else None
        case Item(key=str(key)), Item(key=str(other_key)):
            return key == other_key
        case Item(key=int(key)), Item(key=int(other_key)) if type(key) is type(other_key) is int:
            if key == other_key:
                return True
            return False if (key < 0) == (other_key < 0) else None
        case Slice(stable=True), Slice():
            return True if one == other else None
        case Each(), Each():
            return True
    return None
