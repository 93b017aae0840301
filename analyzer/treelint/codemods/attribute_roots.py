"""Trees under an attribute of an ordinary object: `self.model` of a trainer."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.freshness import is_fresh
from treelint.codemods.keeping import Kept, is_given_out, keepings
from treelint.codemods.places import type_of
from treelint.project.classes import TreeKind
from treelint.project.types import Instance, without_none
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo


def shared_attribute(file: FileIndex, statement: ast.stmt, root: ast.Attribute) -> str | None:
    """Why something else may have the tree under `self.attribute`; None if nothing has."""
    shown = file.text(root)
    owner = without_none(type_of(file, root.value))
    if not isinstance(owner, Instance) or owner.cls.kind is not TreeKind.ORDINARY:
        return f"something else may hold what `{shown}` is"
    if file.calls_of(("copy.copy",)) or any(
        node.attr == "__dict__" for node in file.nodes(ast.Attribute)
    ):
        return f"a copy of `{file.text(root.value)}` may hold the same tree"
    for node in file.nodes(ast.Attribute):
        if node.attr != root.attr or statement in file.ancestors(node):
            continue
        if isinstance(node.ctx, ast.Load):
            if is_given_out(file, node):
                return f"a function gives out `{shown}`, or a part of it"
            for keeping in keepings(file, node):
                if isinstance(keeping, Kept):
                    if keeping.inside is not None and ast.unparse(keeping.inside) == shown:
                        continue
                    return f"something else may hold `{shown}`: {keeping.reason}"
                if any(isinstance(use.ctx, ast.Load) for use in file.uses(keeping.name)):
                    return f"`{keeping.name.id}` is, or holds, a part of `{shown}`"
    return _of_assignments(file, owner.cls, root)


def _of_assignments(file: FileIndex, cls: ClassInfo, root: ast.Attribute) -> str | None:
    """Why what the attribute is given may be something else's too."""
    for node in file.nodes(ast.Assign):
        for target in node.targets:
            if not isinstance(target, ast.Attribute) or target.attr != root.attr:
                continue
            if is_fresh(file, node.value):
                continue
            reason = _of_constructor(file, cls, node)
            if reason is not None:
                return reason
    return None


def _of_constructor(file: FileIndex, cls: ClassInfo, node: ast.Assign) -> str | None:
    """Why a value that is no new one is shared: but for a parameter that all callers give up."""
    init = cls.own_members.get("__init__")
    shown = file.text(node.targets[0])
    function = None if init is None else init.node
    if not isinstance(function, ast.FunctionDef) or node not in function.body:
        return f"something else may hold what `{shown}` is given"
    if not isinstance(node.value, ast.Name):
        return f"something else may hold what `{shown}` is given"
    names = [item.arg for item in function.args.args]
    reads = [
        inner
        for inner in walk(function)
        if isinstance(inner, ast.Name) and inner.id == node.value.id
    ]
    if node.value.id not in names[1:] or len(reads) > 1:
        return f"something else may hold what `{shown}` is given"
    place = names.index(node.value.id) - 1
    for call in file.nodes(ast.Call):
        if not isinstance(call.func, ast.Name) or call.func.id != cls.short_name:
            continue
        given = {item.arg: item.value for item in call.keywords}
        argument = call.args[place] if place < len(call.args) else given.get(node.value.id)
        if argument is None or not is_fresh(file, argument):
            return f"a caller of {cls.short_name} may keep the tree that it gives"
    return None
