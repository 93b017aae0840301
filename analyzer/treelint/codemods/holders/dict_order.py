"""Whether anyone looks at the order of a dict's keys, which JAX sorts when it rebuilds a tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.other_files import other_file, path_of
from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.order_seen import is_blind
from treelint.project.attributes import field_type
from treelint.project.types import Instance, Listing, Mapping, Type, Union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.finding.places import Place
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# More files than that are not looked into for one dict.
_MOST = 200
_READING: tuple[type[ast.Name | ast.Attribute | ast.Subscript], ...] = (
    ast.Name,
    ast.Attribute,
    ast.Subscript,
)
_MAKING: tuple[type[ast.expr], ...] = (
    *(ast.Call, ast.Dict, ast.DictComp, ast.List, ast.ListComp, ast.Tuple),
    *(ast.BinOp, ast.BoolOp, ast.IfExp, ast.NamedExpr),
)


def observed_order(file: FileIndex, place: Place) -> str | None:
    """Why the order of some dict in the tree matters; None if nobody in the project sees it."""
    if not holds_dict(type_of(file, place.root)):
        return None
    return file.once(_why_observed) or file.once(_why_observed_elsewhere)


def _why_observed_elsewhere(file: FileIndex) -> str | None:
    linked = sorted(file.neighbours.linked(path_of(file)))
    if len(linked) > _MOST:
        return "there are too many files to look for those that see the order of a dict's keys"
    for path in linked:
        other = other_file(file, path)
        if other is None:
            return f"the order of the keys of a dict may be looked at in `{path.name}`"
        reason = other.once(_why_observed)
        if reason is not None:
            return f"in `{path.name}` {reason}"
    return None


def _why_observed(file: FileIndex) -> str | None:
    for node in _expressions(file):
        is_held = holds_dict(type_of(file, node))
        if is_held and not _is_own_dict(file, node) and not is_blind(file, node):
            return (
                f"the order of the keys of a dict in `{ast.unparse(node)}` may be looked at, and "
                "`tree_at` sorts them"
            )
    return None


def _is_own_dict(file: FileIndex, node: ast.expr) -> bool:
    """Whether it is a dict that was made there, or for a variable: a tree only holds copies."""
    if isinstance(node, ast.Dict):
        return None not in node.keys and not any(
            holds_dict(type_of(file, value)) for value in node.values
        )
    bindings = file.names.bindings(node)
    return bool(bindings) and all(
        isinstance(binding.definition, ast.Dict | ast.DictComp)
        or (
            isinstance(binding.definition, ast.Call)
            and file.names.qualified_name(binding.definition.func) == "builtins.dict"
        )
        for binding in bindings
    )


def _expressions(file: FileIndex) -> Iterator[ast.expr]:
    """All that may be a dict, or hold one."""
    for reading in _READING:
        yield from (node for node in file.nodes(reading) if isinstance(node.ctx, ast.Load))
    for kind in _MAKING:
        yield from file.nodes(kind)


def holds_dict(type_: Type, seen: frozenset[ClassInfo] = frozenset()) -> bool:
    """Whether a value is a dict, or a tree with one among its fields."""
    match type_:
        case Mapping():
            return True
        case Listing(element=element):
            return holds_dict(element, seen)
        case Union(members=members):
            return any(holds_dict(member, seen) for member in members)
        case Instance(cls=cls) if cls not in seen and cls.kind.has_fields:
            return any(
                holds_dict(field_type(field), seen | {cls})
                for field in cls.fields.values()
                if not field.is_static
            )
    return False
