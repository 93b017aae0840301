"""What mypy knows of the nodes along a selector's path: leaves, parts of arrays, static fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.nodes import CallExpr, Expression, IndexExpr, MemberExpr, OpExpr, UnaryExpr
from mypy.types import LiteralType, NoneType, ProperType, UnionType, get_proper_type

from treelint.project.results import ARRAY_MEMBERS, ARRAY_METHODS
from treelint.selector.model import NodeKind
from treelint_mypy import static_fields
from treelint_mypy.alternatives import alternatives, class_of, classes_of
from treelint_mypy.leaf_classes import SCALARS, is_array_class

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import TypeInfo

    from treelint.selector.model import Path
    from treelint_mypy.selectors import Where

_CONTAINERS = {"builtins.dict", "builtins.list", "builtins.tuple"}


def kind_of(path: Path, where: Where, api: TypeChecker) -> NodeKind:
    """What is at the end of a path."""
    steps = [step for step in where.chain(path) if isinstance(step, MemberExpr)]
    if any(static_owner(step, api) for step in steps):
        return NodeKind.STATIC
    node = where.behind.get(path.origin)
    if node is None or not api.has_type(node) or not all(_is_node(step, api) for step in steps):
        return NodeKind.UNKNOWN
    found = {_kind(item) for item in alternatives(api.lookup_type(node))}
    if found == {NodeKind.ARRAY, NodeKind.SCALAR}:
        found = {NodeKind.SCALAR}
    kind = found.pop() if len(found) == 1 else NodeKind.UNKNOWN
    return NodeKind.OPTIONAL if kind is NodeKind.SCALAR and _may_be_none(node, api) else kind


def is_in_tree(path: Path, where: Where, api: TypeChecker) -> bool:
    """Whether a path leads to a node for certain, as it takes no field that may be static."""
    steps = [step for step in where.chain(path) if isinstance(step, MemberExpr)]
    return all(_is_node(step, api) for step in steps)


def part_of_array(path: Path, where: Where, api: TypeChecker) -> MemberExpr | IndexExpr | None:
    """The first step on a path that is taken from an array."""
    for step in reversed(list(where.chain(path))):
        if isinstance(step, MemberExpr) and step.name not in ARRAY_MEMBERS:
            continue  # a field, or that of something else that stands for an array
        if is_array(step.expr if isinstance(step, MemberExpr) else step.base, api):
            return step
    return None


def computes_array(node: Expression | None, api: TypeChecker) -> bool:
    """Whether an expression is arithmetic with arrays, or calls a method of one."""
    match node:
        case OpExpr() | UnaryExpr():
            return is_array(node, api)
        case CallExpr(callee=MemberExpr(expr=array, name=name)) if name in ARRAY_METHODS:
            return is_array(array, api)
    return False


def is_array(node: Expression, api: TypeChecker) -> bool:
    """Whether an expression is an array, whatever else its type leaves open."""
    classes = classes_of(node, api)
    return bool(classes) and all(map(is_array_class, classes))


def static_owner(step: MemberExpr, api: TypeChecker) -> TypeInfo | None:
    """The class whose static field the step takes, if it does so whatever the node is."""
    owner = None
    for info in classes_of(step.expr, api):
        owner = static_fields.owner_of(info, step.name)
        if owner is None:
            return None
    return owner


def _is_node(step: MemberExpr, api: TypeChecker) -> bool:
    """Whether the step takes a field that is certainly a node of the tree."""
    classes = classes_of(step.expr, api)
    return bool(classes) and all(static_fields.is_node(info, step.name) for info in classes)


def _kind(item: ProperType) -> NodeKind:
    info = class_of(item.fallback if isinstance(item, LiteralType) else item)
    if info is None:
        return NodeKind.UNKNOWN
    if is_array_class(info):
        return NodeKind.ARRAY
    if info.fullname in SCALARS:
        return NodeKind.SCALAR
    is_inner = info.fullname in _CONTAINERS or static_fields.is_module(info)
    return NodeKind.INNER if is_inner else NodeKind.UNKNOWN


def _may_be_none(node: Expression, api: TypeChecker) -> bool:
    proper = get_proper_type(api.lookup_type(node))
    items = proper.items if isinstance(proper, UnionType) else [proper]
    return any(isinstance(get_proper_type(item), NoneType) for item in items)
