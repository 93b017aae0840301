"""What is put into a tree: what that is, and whether it may change there later on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.effects import changes_trees
from treelint.codemods.finding.mutations import Way
from treelint.codemods.finding.places import first_name, type_of
from treelint.codemods.flow.loops import loops_around
from treelint.codemods.flow.reach import is_augmented
from treelint.codemods.flow.succession import is_within, may_follow
from treelint.codemods.holders.container_methods import PUTTING, holds_values, takes_values
from treelint.codemods.holders.exchanges import exchanged
from treelint.codemods.holders.freshness import is_fresh, is_unchangeable
from treelint.codemods.holders.given_up import gives_up, is_given_up
from treelint.codemods.holders.keeping import keepings, sets_value
from treelint.codemods.holders.own_updates import gets_back
from treelint.project.mutators import MUTATORS, SETTERS
from treelint.project.types import Function
from treelint.sites.evaluation import is_parameter
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex

# Methods of lists and dicts that stand behind operators, and may put anything anywhere.
_BY_OPERATORS = frozenset({"__iadd__", "__imul__", "__ior__", "__setitem__"})


def may_change_afterwards(
    file: FileIndex, value: ast.expr, root: ast.Name, statement: ast.stmt
) -> str | None:
    """Why what is put into a tree may change there through a variable, or show that it does not.

    The tree that `tree_at` makes holds a copy of it.
    """
    if is_fresh(file, value):
        return None
    for name in walk(value):
        if not isinstance(name, ast.Name) or is_unchangeable(type_of(file, name)):
            continue
        if name.id == root.id:
            if _changes_again(file, name, statement) or _changes_in_object(file, value, statement):
                return f"a part of `{root.id}` gets a second place in it, and may change there"
            continue
        for use in file.uses(name):
            is_later = may_follow(file, use, statement) and not is_within(file, use, statement)
            is_again = use is name and _is_of_earlier_turns(file, name, statement)
            is_read = isinstance(use.ctx, ast.Load) or is_augmented(file, use)
            if not is_read or not (is_later or is_again):
                continue
            if is_later and (_is_changed(file, use) or any(True for _ in keepings(file, use))):
                return f"`{name.id}` goes into the tree, and may be changed afterwards"
            if _changes_again(file, root, statement, by_others=True):
                return f"`{name.id}` goes into the tree, and may be changed there afterwards"
        if is_parameter(file, name) and not is_given_up(file, name):
            return f"a caller may keep what it gives for `{name.id}`, and change it afterwards"
        if _is_held(file, name, statement) and _changes_again(
            file, root, statement, by_others=True
        ):
            return f"something else may hold `{name.id}`, which may be changed in the tree"
    return None


def _is_held(file: FileIndex, name: ast.Name, statement: ast.stmt) -> bool:
    """Whether something besides a variable has what it holds, or has one part of it twice."""
    # Loaded here: the two ask each other.
    from treelint.codemods.holders.sharing import sharing

    return sharing(file, name, statement) is not None


def _is_changed(file: FileIndex, use: ast.Name) -> bool:
    """Whether something inside of what a variable holds is assigned, deleted, or changed."""
    if is_augmented(file, use):
        return True
    part: ast.expr = use
    parent = file.parents[use]
    while isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is part:
        part, parent = parent, file.parents[parent]
        if not isinstance(part.ctx, ast.Load):
            return True
    if isinstance(parent, ast.Call):
        if isinstance(part, ast.Attribute) and part.attr in MUTATORS:
            return True
        name = file.names.qualified_name(parent.func) or ""
        if name.rpartition(".")[2] in SETTERS and part in parent.args[:1]:
            return True
    return changes_trees(file, file.statement(use)) is not None


def _is_of_earlier_turns(file: FileIndex, name: ast.Name, statement: ast.stmt) -> bool:
    """Whether a variable holds the same in all turns of a loop around a statement."""
    loops = loops_around(file, statement)
    stores = [use for use in file.uses(name) if not isinstance(use.ctx, ast.Load)]
    return any(not any(loop in file.ancestors(store) for store in stores) for loop in loops)


def _changes_again(
    file: FileIndex, name: ast.Name, statement: ast.stmt, *, by_others: bool = False
) -> bool:
    """Whether another statement changes something inside the parts of a tree.

    So may functions that change what they are given, which are counted for `by_others`.
    """
    owner = file.names.scopes[name].owner(name.id)
    for mutation in file.mutations:
        root = mutation.place.root
        if by_others and isinstance(root, ast.Name) and is_parameter(file, root):
            return True
        if not isinstance(root, ast.Name) or root.id != name.id:
            continue
        is_same = file.names.scopes[root].owner(root.id) is owner
        is_deep = mutation.way is Way.CALLED or mutation.place.inside is not root
        if is_same and is_deep and mutation.statement is not statement:
            return True
    return False


def _changes_in_object(file: FileIndex, value: ast.expr, statement: ast.stmt) -> bool:
    """Whether a tree that an object has goes into another one of it, and either changes again.

    Any object of the class may be this one, by whatever name.
    """
    roots = [
        (mutation.place.root.attr, mutation.statement)
        for mutation in file.mutations
        if isinstance(mutation.place.root, ast.Attribute)
    ]
    names = {node.attr for node in walk(value) if isinstance(node, ast.Attribute)}
    names |= {name for name, changed in roots if changed is statement}
    return any(name in names and changed is not statement for name, changed in roots)


def is_inside(file: FileIndex, target: ast.expr | None, name: ast.Name) -> bool:
    """Whether a field or item is one of the tree under a variable."""
    while isinstance(target, ast.Attribute | ast.Subscript):
        target = target.value
    if not isinstance(target, ast.Name) or target.id != name.id:
        return False
    scopes = file.names.scopes
    return scopes[target].owner(name.id) is scopes[name].owner(name.id)


def put_inside(file: FileIndex, use: ast.Name) -> list[ast.expr]:
    """What is put into a tree where a variable is read, by an assignment or a method.

    What goes into a field that is annotated as a number or an array is one, and does not count.
    """
    part: ast.expr = use
    parent = file.parents[use]
    while isinstance(parent, ast.Attribute | ast.Subscript) and parent.value is part:
        part, parent = parent, file.parents[parent]
    if is_unchangeable(type_of(file, part)) or gets_back(file, part):
        return []
    while isinstance(parent, ast.Tuple | ast.List | ast.Starred):
        if isinstance(parent.ctx, ast.Load):
            return []
        part, parent = parent, file.parents[parent]
    match parent:
        case ast.Assign(targets=targets, value=value) if part is not value:
            # What is assigned to two targets is one thing in two places: the place stands for it.
            if exchanged(file, parent):
                return []
            return [value] if len(targets) == 1 else [use]
        case ast.AugAssign(target=target, op=operator, value=value) if part is target:
            # To multiply a list puts the items of the tree itself there once more.
            is_again = isinstance(operator, ast.Mult) and not holds_values(type_of(file, part))
            return [use] if is_again else [value]
        case ast.AnnAssign(target=target, value=ast.expr() as value) if part is target:
            return [value]
        case ast.Call(func=function) if part is function and isinstance(part, ast.Attribute):
            if part.attr in PUTTING and not takes_values(file, parent):
                return [*parent.args, *(keyword.value for keyword in parent.keywords)]
            if part.attr in _BY_OPERATORS:
                return [use]
            if part.attr == "__setattr__":
                return parent.args[1:]
        case ast.Call(func=function, args=[tree, _, value]) if part is tree:
            # `setattr`; what another function does with the two is asked of each of them.
            name = file.names.qualified_name(function) or ""
            if name.rpartition(".")[2] in SETTERS:
                return [] if sets_value(file, parent) else [value]
    return _put_by_function(file, part, parent)


def _may_put_parameters(file: FileIndex, call: ast.Call) -> bool:
    """Whether functions of this file, or of that of the function called, put in what they get."""
    if file.once(_put_parameters):
        return True
    function = file.types.of(call.func)
    # Loaded here: most functions are those of the file.
    from treelint.codemods.callers.other_files import definition

    home = definition(file, function) if isinstance(function, Function) else None
    return home is not None and bool(home[0].once(_put_parameters))


def _put_parameters(file: FileIndex) -> frozenset[ast.Name]:
    """Where functions of the file put into a tree what they are given."""
    return frozenset(
        name
        for mutation in file.mutations
        for node in (mutation.node, mutation.value)
        if node is not None
        for name in walk(node)
        if isinstance(name, ast.Name)
        and name is not first_name(mutation.place.root)
        and is_parameter(file, name)
        and not is_unchangeable(type_of(file, name))
        and not is_unchangeable(mutation.place.type)
    )


def _put_by_function(file: FileIndex, part: ast.expr, parent: ast.AST) -> list[ast.expr]:
    """What else a function gets that is given a tree, and changes trees."""
    call = file.parents[parent] if isinstance(parent, ast.keyword) else parent
    if not isinstance(call, ast.Call) or not _may_put_parameters(file, call):
        return []
    if changes_trees(file, file.statement(call)) is None:
        return []
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [
        item
        for item in arguments
        if item is not part
        and not is_unchangeable(type_of(file, item))
        and not gives_up(file, item)
    ]
