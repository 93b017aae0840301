"""Trees under an attribute of an ordinary object: `self.model` of a trainer."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.other_files import naming, other_file
from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.freshness import is_fresh
from treelint.codemods.holders.hidden_ways import calls_of_class, reached_otherwise
from treelint.codemods.holders.keeping import Alias, Kept, Returned, outcomes
from treelint.codemods.holders.later_changes import why_put_in
from treelint.codemods.holders.ordinary_attributes import why_not_assigned
from treelint.codemods.holders.own_updates import gets_back
from treelint.codemods.holders.returning import reaches_callers
from treelint.project.classes import MemberKind, TreeKind
from treelint.project.types import UNKNOWN, Instance, without_none
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

_KINDS = {TreeKind.ORDINARY, TreeKind.PLAIN_DATACLASS}


def shared_attribute(file: FileIndex, statement: ast.stmt, root: ast.Attribute) -> str | None:
    """Why something else may have the tree under `self.attribute`; None if nothing has."""
    shown = file.text(root)
    owner = without_none(type_of(file, root.value))
    if not isinstance(owner, Instance) or owner.cls.kind not in _KINDS:
        return f"something else may hold what `{shown}` is"
    member = owner.cls.member(root.attr)
    if member is not None:
        if member.kind is MemberKind.PROPERTY:
            return f"`{shown}` is a property: what assigning to it does is not followed"
        return f"`{shown}` is one tree for all objects of {owner.cls.short_name}"
    if owner.cls.kind is TreeKind.PLAIN_DATACLASS:
        # Loaded here: few objects that have a tree are dataclasses.
        from treelint.codemods.holders.dataclass_attributes import why_not_own

        reason = why_not_own(file, owner.cls, root.attr)
        if reason is not None:
            return reason
    reason = why_not_assigned(owner.cls, root.attr, shown)
    if reason is not None:
        return reason
    reason = reached_otherwise(file, root.attr)
    if reason is not None:
        return f"something else may hold `{shown}`: {reason}"
    for node in file.nodes(ast.Attribute):
        if node.attr != root.attr or statement in file.ancestors(node):
            continue
        reason = _of_read(file, node, shown)
        if reason is not None:
            return reason
    return _of_other_files(file, owner.cls, root) or _of_assignments(file, owner.cls, root)


def _of_read(file: FileIndex, node: ast.Attribute, shown: str) -> str | None:
    """Why something else may have what an attribute holds, after it was read."""
    if not isinstance(node.ctx, ast.Load):
        return None
    reason = why_put_in(file, node)
    if reason is not None:
        return reason
    for outcome in outcomes(file, node):
        match outcome:
            case Returned():
                if reaches_callers(file, outcome):
                    return f"a function gives out `{shown}`, or a part of it"
            case Kept(reason=kept, inside=inside):
                if inside is None or ast.unparse(inside) != shown:
                    return f"something else may hold `{shown}`: {kept}"
            case Alias(name=name):
                if any(isinstance(use.ctx, ast.Load) for use in file.uses(name)):
                    return f"`{name.id}` is, or holds, a part of `{shown}`"
    return None


def _of_other_files(file: FileIndex, cls: ClassInfo, root: ast.Attribute) -> str | None:
    """Why somebody in another file may have the tree, or give the attribute another one."""
    paths, makers = naming(file, root.attr), naming(file, cls.short_name)
    if paths is None or makers is None:
        return f"there are too many files to look for those that have `{file.text(root)}`"
    for path in dict.fromkeys((*paths, *makers)):
        other = other_file(file, path)
        if other is None:
            return f"`{root.attr}` is named in {path.name}, which is not followed"
        reason = reached_otherwise(other, root.attr)
        if reason is not None:
            return f"something else may hold `{file.text(root)}`: in {path.name} {reason}"
        for node in other.nodes(ast.Attribute):
            if node.attr != root.attr or _is_of_another(other, node, cls):
                continue
            shown = f"{other.text(node)}` in `{path.name}"
            if not isinstance(node.ctx, ast.Load):
                return f"something else may hold what `{shown}` is given"
            reason = _of_read(other, node, shown)
            if reason is not None:
                return reason
    return None


def _is_of_another(other: FileIndex, node: ast.Attribute, cls: ClassInfo) -> bool:
    """Whether an attribute in another file is certainly one of another class."""
    owner = without_none(type_of(other, node.value))
    if not isinstance(owner, Instance):
        # What is known to be something else has no such attribute that holds a tree.
        return owner is not UNKNOWN
    names = {(base.module.path, base.short_name) for base in owner.cls.mro}
    own = {(base.module.path, base.short_name) for base in cls.mro}
    heirs = (owner.cls.module.path, owner.cls.short_name) in own
    is_known = owner.cls.is_complete and cls.is_complete
    return is_known and not heirs and (cls.module.path, cls.short_name) not in names


def _of_assignments(file: FileIndex, cls: ClassInfo, root: ast.Attribute) -> str | None:
    """Why what the attribute is given may be something else's too."""
    for target in file.nodes(ast.Attribute):
        if target.attr != root.attr or isinstance(target.ctx, ast.Load):
            continue
        if gets_back(file, target):
            continue
        match file.parents[target]:
            case ast.Assign(targets=[_], value=value) | ast.AnnAssign(value=ast.expr() as value):
                if is_fresh(file, value):
                    continue
                reason = _of_constructor(file, cls, target, value)
                if reason is not None:
                    return reason
            case ast.AnnAssign() | ast.Delete():
                continue
            case _:
                return f"something else may hold what `{file.text(target)}` is given"
    return None


def _of_constructor(
    file: FileIndex, cls: ClassInfo, target: ast.Attribute, value: ast.expr
) -> str | None:
    """Why a value that is no new one is shared: but for a parameter that all callers give up."""
    init = cls.own_members.get("__init__")
    shown = file.text(target)
    function = None if init is None else init.node
    if not isinstance(function, ast.FunctionDef) or file.statement(target) not in function.body:
        return f"something else may hold what `{shown}` is given"
    if not isinstance(value, ast.Name):
        return f"something else may hold what `{shown}` is given"
    names = [item.arg for item in function.args.args]
    reads = [
        inner for inner in walk(function) if isinstance(inner, ast.Name) and inner.id == value.id
    ]
    if value.id not in names[1:] or len(reads) > 1:
        return f"something else may hold what `{shown}` is given"
    place = names.index(value.id) - 1
    for path in (None, *(naming(file, cls.short_name) or ())):
        home = file if path is None else other_file(file, path)
        calls = None if home is None else calls_of_class(home, cls)
        if home is None or calls is None:
            return f"it is not known who makes objects of {cls.short_name}"
        if not all(_is_given_up(home, call, place, value.id) for call in calls):
            return f"a caller of {cls.short_name} may keep the tree that it gives"
    return None


def _is_given_up(file: FileIndex, call: ast.Call, place: int, name: str) -> bool:
    """Whether a call makes what it gives for a parameter of a constructor."""
    given = {item.arg: item.value for item in call.keywords}
    argument = call.args[place] if place < len(call.args) else given.get(name)
    is_starred = any(isinstance(item, ast.Starred) for item in call.args[: place + 1])
    return argument is not None and not is_starred and is_fresh(file, argument)
