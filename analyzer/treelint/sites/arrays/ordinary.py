"""Arrays that are attributes of ordinary objects, which can be assigned."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from treelint.codemods.holders.ordinary_attributes import why_not_assigned
from treelint.project.classes import TreeKind
from treelint.project.types import Array, ArrayKind, Instance, alternatives
from treelint.sites.arrays.update import array_update

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

_PLAIN = frozenset({TreeKind.ORDINARY, TreeKind.PLAIN_DATACLASS})


def plain_attribute(file: FileIndex, node: ast.Attribute) -> ClassInfo | str:
    """The class of the object whose attribute can be assigned; or why it cannot be, or may not."""
    text = ast.unparse(node)
    if not _is_dotted(node):
        return f"`{ast.unparse(node.value)}` would be evaluated more than once"
    owner = file.types.of(node.value)
    if not isinstance(owner, Instance) or owner.cls.kind not in _PLAIN:
        return f"it is not known whether `{text}` can be assigned"
    return why_not_assigned(owner.cls, node.attr, text) or owner.cls


def _is_dotted(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def is_array_attribute(file: FileIndex, node: ast.Attribute) -> bool:
    """Whether all that a class of the file ever assigns to an attribute are arrays of JAX."""
    owner = file.types.of(node.value)
    if not isinstance(owner, Instance) or owner.cls.kind is not TreeKind.ORDINARY:
        return False
    if owner.cls.node.bases or owner.cls.module is not file.module:
        return False
    stores = attribute_stores(file, owner.cls, node.attr)
    return bool(stores) and all(
        isinstance(type_ := file.types.of(value), Array) and type_.kind is ArrayKind.JAX
        for _, value in stores
    )


def attribute_stores(
    file: FileIndex, cls: ClassInfo, name: str
) -> list[tuple[ast.Attribute, ast.expr]]:
    """Where the file assigns to an attribute of a class, and what, but for updates of it.

    Something that has no value of its own, such as the target of a loop, stands for itself.
    """
    found: list[tuple[ast.Attribute, ast.expr]] = []
    for node in file.once(_stored_attributes).get(name, ()):
        if cls.node not in file.ancestors(node) and not _may_be(file, node.value, cls):
            continue
        value: ast.expr = node
        match file.parents[node]:
            case ast.Assign(value=given) | ast.AnnAssign(target=ast.Attribute(), value=given):
                value = node if given is None else given
        update = array_update(value)
        if update is None or ast.unparse(update.array) != ast.unparse(node):
            found.append((node, value))
    return found


def _stored_attributes(file: FileIndex) -> dict[str, list[ast.Attribute]]:
    """The attributes that are assigned or deleted, by their names."""
    found: defaultdict[str, list[ast.Attribute]] = defaultdict(list)
    for node in file.nodes(ast.Attribute):
        if not isinstance(node.ctx, ast.Load):
            found[node.attr].append(node)
    return found


def _may_be(file: FileIndex, node: ast.expr, cls: ClassInfo) -> bool:
    """Whether something may be an object of a class."""
    return all(
        not isinstance(type_, Instance) or type_.cls is cls
        for type_ in alternatives(file.types.of(node))
    )
