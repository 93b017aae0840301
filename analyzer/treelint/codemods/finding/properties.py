"""Properties on the way to what is changed: `model.head.weight`, where `head` gives `layers[-1]`.

Where nothing else can be meant by the property, what it gives is written for it, which changes
nothing; then it is a place like any other.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.handing_back import UnclearError
from treelint.codemods.callers.other_files import is_named_elsewhere
from treelint.codemods.finding.places import container_type, steps_between
from treelint.codemods.lines.writing import expression
from treelint.codemods.parts.movement import first_of, steps_of
from treelint.findings import Rewrite
from treelint.project.attributes import only_returned
from treelint.project.classes import Member, MemberKind
from treelint.project.types import Instance
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.codemods.finding.places import Place
    from treelint.findings import Change
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo


def property_on_the_way(file: FileIndex, place: Place) -> ast.Attribute | None:
    """The first step from a tree to a place that is a property, if there is one."""
    for step in steps_between(place.node, place.root):
        if isinstance(step, ast.Attribute) and is_property(file, step):
            return step
    return None


def is_property(file: FileIndex, step: ast.Attribute) -> bool:
    """Whether an attribute of a tree is what a property gives."""
    found = _property(file, step)
    return found is not None


def spelt_out(file: FileIndex, step: ast.Attribute) -> Change:
    """What to change to write what a property gives; raise if that may be something else."""
    found = _property(file, step)
    shown = f"`{step.attr}`"
    if found is None or isinstance(step.ctx, ast.Store):
        msg = f"{shown} is no property"
        raise UnclearError(msg)
    cls, member = found
    given = only_returned(member.node)
    if given is None or not _is_part_of_self(file, member, given):
        msg = f"{shown} is a property that may do more than give a part of the tree"
        raise UnclearError(msg)
    if not _is_the_only_one(file, step, cls):
        msg = f"{shown} may be another property, of a subclass of {cls.short_name}"
        raise UnclearError(msg)
    tail = ast.unparse(given).removeprefix(_self_name(member))
    return Rewrite(step, expression(f"{file.text(step.value)}{tail}"))


def _property(file: FileIndex, step: ast.Attribute) -> tuple[ClassInfo, Member] | None:
    owner = container_type(file, step.value)
    if not isinstance(owner, Instance):
        return None
    member = owner.cls.member(step.attr)
    if member is None or member.kind is not MemberKind.PROPERTY:
        return None
    return owner.cls, member


def _self_name(member: Member) -> str:
    node = member.node
    return node.args.args[0].arg if isinstance(node, ast.FunctionDef) and node.args.args else ""


def _is_part_of_self(file: FileIndex, member: Member, given: ast.expr) -> bool:
    """Whether a property does nothing but read a part of its object, by constant indices."""
    node, first, steps = member.node, first_of(given), steps_of(given)
    if not isinstance(node, ast.FunctionDef) or member.owner.module is not file.module:
        return False
    decorators = [file.names.qualified_name(decorator) for decorator in node.decorator_list]
    if decorators != ["builtins.property"] or first is None or first.id != _self_name(member):
        return False
    if member.owner.member("__getattr__") is not None or not steps:
        return False
    indices = [step.slice for step in steps if isinstance(step, ast.Subscript)]
    return all(
        isinstance(inner, ast.Constant | ast.UnaryOp) for index in indices for inner in walk(index)
    )


def _is_the_only_one(file: FileIndex, step: ast.Attribute, cls: ClassInfo) -> bool:
    """Whether the object has this property, rather than one of a subclass."""
    type_ = file.types.of(step.value)
    if isinstance(type_, Instance) and type_.is_exact and type_.cls is cls:
        return True
    if is_named_elsewhere(file, cls.short_name):
        return False
    classes = (file.types.class_info(node) for node in file.nodes(ast.ClassDef))
    heirs = [other for other in classes if other is not None and other.is_subclass_of(cls)]
    return all(step.attr not in heir.own_members for heir in heirs if heir.node is not cls.node)
