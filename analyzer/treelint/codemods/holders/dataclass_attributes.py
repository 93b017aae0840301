"""Trees in the fields of a dataclass that is no tree itself: whether each object has its own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.other_files import is_named_elsewhere
from treelint.codemods.finding.places import is_frozen
from treelint.codemods.holders.freshness import is_fresh
from treelint.project.classes import MemberKind
from treelint.project.stored import stored_arguments
from treelint.project.types import ClassObject

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# What makes another object with the same fields, or gives all of them out.
_COPYING = (
    *("copy.copy", "copy.replace", "dataclasses.astuple", "dataclasses.fields"),
    "dataclasses.replace",
)


def why_not_own(file: FileIndex, cls: ClassInfo, name: str) -> str | None:
    """Why what a field of a new object holds may be something else's too; None if it is not."""
    shown, field = f"`{name}` of {cls.short_name}", cls.fields.get(name)
    if field is None or is_frozen(cls) or cls.module is not file.module:
        return f"{shown} is no field that can be assigned"
    patterns = file.nodes(ast.Match)
    if patterns or file.calls_of(_COPYING):
        return f"another object may have {shown}"
    if is_named_elsewhere(file, cls.short_name) or not _is_made_plainly(file, cls):
        return f"it is not known where {cls.short_name} is made"
    if cls.node.bases or cls.has_own_init or cls.member("__post_init__") is not None:
        return f"something else may hold what {shown} is given"
    for call in _makings(file, cls):
        given = {stored.name: value for stored, value in stored_arguments(cls, call)}
        is_plain = not any(isinstance(argument, ast.Starred) for argument in call.args)
        if not is_plain or any(keyword.arg is None for keyword in call.keywords):
            return f"it is not plain what {cls.short_name} is given"
        if name in given and not is_fresh(file, given[name]):
            return f"a caller of {cls.short_name} may keep the tree that it gives"
        if name not in given and not _has_fresh_default(file, cls, name):
            return f"all objects of {cls.short_name} may have one tree"
    return None


def _is_made_plainly(file: FileIndex, cls: ClassInfo) -> bool:
    """Whether the class is only ever called by its name, and named in annotations."""
    if any(member.kind is MemberKind.CLASS_METHOD for member in cls.own_members.values()):
        return False
    if any(node.attr == "__class__" for node in file.nodes(ast.Attribute)):
        return False
    if file.calls_of(("builtins.type",)):
        return False
    for name in file.nodes(ast.Name):
        if name.id == cls.short_name and not _is_called_or_annotation(file, name):
            return False
    return True


def _is_called_or_annotation(file: FileIndex, name: ast.Name) -> bool:
    parent = file.parents[name]
    if isinstance(parent, ast.Call):
        is_asked = file.names.qualified_name(parent.func) == "builtins.isinstance"
        return parent.func is name or is_asked
    part: ast.AST = name
    for outer in file.ancestors(name):
        match outer:
            case ast.arg(annotation=found) | ast.AnnAssign(annotation=found):
                return found is part
            case ast.FunctionDef(returns=found) | ast.AsyncFunctionDef(returns=found):
                return found is part
            case ast.stmt():
                return False
        part = outer
    return False


def _makings(file: FileIndex, cls: ClassInfo) -> list[ast.Call]:
    return [
        call
        for call in file.nodes(ast.Call)
        if isinstance(made := file.types.of(call.func), ClassObject) and made.cls.node is cls.node
    ]


def _has_fresh_default(file: FileIndex, cls: ClassInfo, name: str) -> bool:
    """Whether a field gets something new in each object that is made without it."""
    for statement in cls.node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=declared), value=ast.Call(keywords=keywords)):
                if declared == name:
                    return any(
                        keyword.arg == "default_factory"
                        and isinstance(keyword.value, ast.Lambda)
                        and is_fresh(file, keyword.value.body)
                        for keyword in keywords
                    )
    return False
