"""Why a statement that changes a tree in place stays as it is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.effects import changes_trees
from treelint.codemods.finding.mutations import Way
from treelint.codemods.finding.places import first_name
from treelint.codemods.holders.container_methods import holds_values, is_taken_out_of
from treelint.codemods.holders.dict_order import observed_order
from treelint.codemods.holders.exchanges import exchanged
from treelint.codemods.holders.freshness import is_fresh, is_unchangeable
from treelint.codemods.holders.later_changes import may_change_afterwards
from treelint.codemods.holders.own_updates import gets_back
from treelint.codemods.holders.roots import why_shared
from treelint.codemods.parts.iterated import why_iterated
from treelint.project.classes import TreeKind
from treelint.project.types import Instance, alternatives
from treelint.sites.evaluation import bound_in, hands_over

if TYPE_CHECKING:
    from treelint.codemods.finding.mutations import Mutation
    from treelint.codemods.finding.places import Place
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# With these code may change or read variables without naming them.
_DYNAMIC = frozenset({"eval", "exec", "globals", "locals", "vars"})


def reason_against(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> str | None:
    """Why one mutation cannot be an update."""
    place = mutation.place
    return (
        _of_name(mutation)
        or _of_static(place)
        or why_unclear(file, statement)
        or _of_walrus(statement, place)
        or _of_class(place)
        or why_shared(file, statement, place.root)
        or why_iterated(file, statement, mutation)
        or _of_values(file, statement, mutation)
        or observed_order(file, place)
    )


def _of_name(mutation: Mutation) -> str | None:
    """Why it is not known which field is set, by a name that is computed."""
    node = mutation.place.node
    if mutation.name is None or (isinstance(node, ast.Attribute) and node.attr):
        return None
    return f"it is not known which field `{ast.unparse(mutation.name)}` is"


def reason_of_class(place: Place) -> str | None:
    """Why a place is none that an update can reach, or one whose class does more."""
    return _of_static(place) or _of_class(place)


def _of_static(place: Place) -> str | None:
    if place.static is None:
        return None
    owner = place.static.owner.short_name
    return (
        f"`{place.static.name}` is a static field, which `tree_at` cannot reach; build a new "
        f"{owner}"
    )


def _of_values(file: FileIndex, statement: ast.stmt, mutation: Mutation) -> str | None:
    """Why what is put into the tree may not be what it is afterwards."""
    if exchanged(file, statement):
        return None
    values: list[ast.expr] = []
    if gets_back(file, mutation.place.node):
        return changes_trees(file, statement)
    if mutation.value is not None:
        values.append(mutation.value)
    elif mutation.way is Way.ASSIGNED and isinstance(statement, ast.Assign):
        values.append(statement.value)
    if isinstance(statement, ast.Assign) and not is_unchangeable(mutation.place.type):
        value = statement.value
        is_chained = len(statement.targets) > 1 and not is_unchangeable(file.types.of(value))
        is_display = isinstance(value, ast.Tuple | ast.List)
        is_unpacked = mutation.value is None and mutation.way is Way.ASSIGNED
        if is_chained or (is_unpacked and not is_display and not is_fresh(file, value)):
            return "one thing may be put into two places, and change in one of them"
    if mutation.way is Way.CALLED and isinstance(mutation.node, ast.Call):
        values += mutation.node.args
        values += (keyword.value for keyword in mutation.node.keywords)
    if _multiplies(statement, mutation):
        values.append(mutation.node)
    if _gives_a_part(statement, mutation):
        return "what the method gives is a part of the tree"
    changing = changes_trees(file, statement)
    if changing is not None:
        return changing
    root, held = mutation.place.root, mutation.place.type
    is_value = holds_values(held) if mutation.way is Way.CALLED else is_unchangeable(held)
    if first_name(root) is None or is_value:
        return None
    reasons = (
        may_change_afterwards(file, value, root, statement)
        for value in values
        if not is_taken_out_of(file, value, root)
    )
    return next((reason for reason in reasons if reason is not None), None)


def _multiplies(statement: ast.stmt, mutation: Mutation) -> bool:
    """Whether the items of a list of the tree get second places in it."""
    is_product = isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Mult)
    return is_product and not holds_values(mutation.place.type)


def _gives_a_part(statement: ast.stmt, mutation: Mutation) -> bool:
    """Whether a method gives what it leaves in the tree, to code that may change it."""
    match mutation.node:
        case ast.Call(func=ast.Attribute(attr="setdefault")) as call:
            is_used = not (isinstance(statement, ast.Expr) and statement.value is call)
            return is_used and not holds_values(mutation.place.type)
    return False


def why_unclear(file: FileIndex, statement: ast.stmt) -> str | None:
    """Why it is not plain what a statement does, and in which order."""
    if hands_over(statement):
        return "other code may run in the midst of the statement"
    return file.once(_why_dynamic)


def _of_walrus(statement: ast.stmt, place: Place) -> str | None:
    """Why the tree is another one by the time that it changes."""
    root = first_name(place.root)
    if root is not None and root.id in bound_in(statement):
        return f"the statement assigns to `{root.id}` in passing"
    return None


def _why_dynamic(file: FileIndex) -> str | None:
    for node in file.nodes(ast.Name):
        if node.id in _DYNAMIC and file.names.is_free(node.id, node):
            return f"`{node.id}` may read or change variables without naming them"
    return None


def _of_class(place: Place) -> str | None:
    """Why assigning to a field does more, or something else, than replacing a node."""
    for member in alternatives(place.owner):
        cls = member.cls if isinstance(member, Instance) else None
        reason = None if cls is None else _of_one_class(cls, place)
        if reason is not None:
            return reason
    return None


def _of_one_class(cls: ClassInfo, place: Place) -> str | None:
    name = cls.short_name
    if not isinstance(place.node, ast.Attribute):
        return None
    for special in ("__setattr__", "__delattr__"):
        if cls.member(special) is not None:
            return f"{name} has its own `{special}`"
    if cls.kind is not TreeKind.MODULE and cls.member("__post_init__") is not None:
        return f"the `__post_init__` of {name} runs whenever JAX rebuilds it"
    field = cls.fields.get(place.node.attr)
    if field is None:
        return f"`{place.node.attr}` is no field of {name}"
    if field.is_static is None:
        return f"it is not known whether `{field.name}` is static"
    return None
