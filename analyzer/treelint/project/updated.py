"""What is left of a tree's type after an update: its class, and the fields that were not touched.

`tree_at` asks for no type: a wrapper may take the place of an array, another module that of a
layer. So a field below which something was replaced may hold anything, unless an array has taken
the place of an array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.project.types import UNKNOWN, Array, Instance, Type, alternatives
from treelint.records import replace
from treelint.selector.model import (
    Attr,
    ForEach,
    Nodes,
    Parameter,
    Path,
    Selection,
    Splat,
)
from treelint.selector.questions import paths
from treelint.sites.selected import pairs
from treelint.tree_at_call import bind

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from treelint.project.inference import Inference
    from treelint.tree_at_call import TreeAtCall


def after_tree_at(inference: Inference, call: ast.Call, tree: Type) -> Type:
    """The type of what `tree_at` returns for a tree of this type."""
    if not isinstance(tree, Instance):
        return tree
    update = bind(call, inference.module.names)
    return replace(tree, replaced=tree.replaced | _fields(inference, update, tree))


def after_replace(call: ast.Call, tree: Type) -> Type:
    """The type of what `dataclasses.replace` returns."""
    if not isinstance(tree, Instance):
        return tree
    named = {keyword.arg for keyword in call.keywords}
    fields = frozenset(tree.cls.fields)
    touched = fields if None in named else fields & named
    return replace(tree, replaced=tree.replaced | touched)


def _fields(inference: Inference, update: TreeAtCall, tree: Instance) -> frozenset[str]:
    """The fields below which something of another kind may be now."""
    everything = frozenset(tree.cls.fields)
    if update.selector is None or not _is_known(update.selector.body):
        return everything
    kept = set(_kept(inference, update, tree))
    touched = set()
    for path in paths(update.selector.body):
        match path:
            case Path(root=Parameter.TREE, steps=(Attr(name=name), *_)) if name in everything:
                if path not in kept:
                    touched.add(name)
            case _:
                return everything  # a property, which may lead anywhere
    return frozenset(touched)


def _is_known(selection: Selection) -> bool:
    """Whether all that a selector picks is among its paths."""
    match selection:
        case Path():
            return True
        case Nodes(items=items):
            return all(map(_is_known, items))
        case ForEach(element=element):
            return _is_known(element)
        case Splat(of=inner):
            return _is_known(inner)
    return False


def _kept(inference: Inference, update: TreeAtCall, tree: Instance) -> Iterator[Path]:
    """The paths at which an array takes the place of an array."""
    # It follows types in turn, and so asks for this module.
    from treelint.project.steps import Node, end_of_path

    for path, replacement in pairs(update):
        end = end_of_path(inference, tree, path)
        if isinstance(end, Node) and _is_array(end.type) and _is_array(inference.of(replacement)):
            yield path


def _is_array(type_: Type) -> bool:
    return type_ is not UNKNOWN and all(isinstance(one, Array) for one in alternatives(type_))
