"""Parts of a tree that change places with each other: `m.layers[0], m.layers[1] = ...`.

Afterwards each of them still stands at one place, so that nothing is shared.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import place_of, steps_between
from treelint.fullnames import TREE_AT
from treelint.project.types import Listing
from treelint.sites.evaluation import is_plain
from treelint.tree_at_call import bind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.codemods.finding.places import Place
    from treelint.index import FileIndex


def exchanged(file: FileIndex, statement: ast.AST) -> list[tuple[Place, ast.expr]]:
    """The places that a statement exchanges, each with what goes there; none if it does not."""
    match statement:
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
            targets
        ) == len(values):
            pass
        case _:
            return []
    places = [place for target in targets if (place := place_of(file, target)) is not None]
    before = sorted(map(ast.unparse, values))
    is_same = sorted(map(ast.unparse, targets)) == before and len(set(before)) == len(before)
    if len(places) < len(targets) or not is_same or not _are_of_one_tree(file, places):
        return []
    # Not one in another, and no item that may be several.
    if any(_may_be_inside(one, other) for one in places for other in places):
        return []
    if not all(_is_one_item(file, place) for place in places):
        return []
    return list(zip(places, values, strict=True))


def _are_of_one_tree(file: FileIndex, places: Sequence[Place]) -> bool:
    """Whether places are in the tree of one variable, by indices that do not read it."""
    roots = {place.root.id for place in places if isinstance(place.root, ast.Name)}
    if len(roots) != 1 or not all(isinstance(place.root, ast.Name) for place in places):
        return False
    steps = (step for place in places for step in steps_between(place.node, place.root))
    indices = [step.slice for step in steps if isinstance(step, ast.Subscript)]
    return all(
        is_plain(file, index)
        and not any(isinstance(node, ast.Name) and node.id in roots for node in walk(index))
        for index in indices
    )


def _may_be_inside(one: Place, other: Place) -> bool:
    way, longer = _shape(one), _shape(other)
    return len(way) < len(longer) and longer[: len(way)] == way


def _shape(place: Place) -> list[str]:
    steps = steps_between(place.node, place.root)
    return [step.attr if isinstance(step, ast.Attribute) else "[]" for step in steps]


def _is_one_item(file: FileIndex, place: Place) -> bool:
    # Loaded here: it asks what the lines of a statement are written with.
    from treelint.codemods.lines.writer import is_number

    node = place.node
    is_item = isinstance(node, ast.Subscript) and isinstance(place.owner, Listing)
    return not is_item or (isinstance(node, ast.Subscript) and is_number(file, node.slice))


def is_own_exchange(file: FileIndex, value: ast.expr, name: str) -> bool:
    """Whether a call of `tree_at` gives a tree its own nodes at each other's places."""
    if not isinstance(value, ast.Call) or file.names.qualified_name(value.func) not in TREE_AT:
        return False
    update = bind(value, file.names)
    match update.function, update.pytree, update.replace:
        case (
            ast.Lambda(args=ast.arguments(args=[parameter]), body=ast.Tuple(elts=selected)),
            ast.Name(id=tree),
            ast.Tuple(elts=values),
        ) if tree == name:
            before = sorted(map(ast.unparse, values))
            after = sorted(_under(node, parameter.arg, name) for node in selected)
            return after == before and len(set(before)) == len(before)
    return False


def _under(node: ast.expr, parameter: str, name: str) -> str:
    """What a chain from a selector's parameter is called under the tree's own name."""
    first = node
    while isinstance(first, ast.Attribute | ast.Subscript):
        first = first.value
    is_of_tree = isinstance(first, ast.Name) and first.id == parameter
    return name + ast.unparse(node)[len(parameter) :] if is_of_tree else ""
