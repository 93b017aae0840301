"""What is put into a tree: what that is, and whether it may change there later on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.effects import changes_trees
from treelint.codemods.callers.other_files import definition, is_named_elsewhere
from treelint.codemods.finding.construction import is_construction
from treelint.codemods.finding.mutations import Way
from treelint.codemods.finding.places import first_name, type_of
from treelint.codemods.flow.loops import loops_around
from treelint.codemods.flow.reach import is_augmented
from treelint.codemods.flow.succession import is_within, may_follow
from treelint.codemods.holders.container_methods import PUTTING, holds_values, takes_values
from treelint.codemods.holders.exchanges import exchanged
from treelint.codemods.holders.freshness import is_fresh, is_unchangeable
from treelint.codemods.holders.given_to_calls import sets_value
from treelint.codemods.holders.given_up import gives_up, is_given_up
from treelint.codemods.holders.keeping import keepings
from treelint.codemods.holders.own_updates import gets_back, is_new
from treelint.project.mutators import MUTATORS, SETTERS
from treelint.project.types import Function
from treelint.sites.evaluation import is_parameter
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.finding.places import Chain
    from treelint.index import FileIndex

# Methods of lists and dicts that stand behind operators, and may put anything anywhere.
_BY_OPERATORS = frozenset({"__iadd__", "__imul__", "__ior__", "__setitem__"})


def may_change_afterwards(
    file: FileIndex, value: ast.expr, root: Chain, statement: ast.stmt
) -> str | None:
    """Why what is put into a tree may change there through a variable, or show that it does not.

    The tree that `tree_at` makes holds a copy of it.
    """
    if is_fresh(file, value):
        return None
    first, names = first_name(root), set[str]()
    for name in walk(value):
        if not isinstance(name, ast.Name) or is_unchangeable(type_of(file, name)):
            continue
        if first is not None and name.id == first.id:
            if _may_change_again(file, name, statement):
                return f"a part of `{name.id}` gets a second place in it, and may change there"
            continue
        for use in file.uses(name):
            is_later = may_follow(file, use, statement) and not is_within(file, use, statement)
            is_again = use is name and _is_of_earlier_turns(file, name, statement)
            is_read = isinstance(use.ctx, ast.Load) or is_augmented(file, use)
            if not is_read or not (is_later or is_again):
                continue
            if is_later and (_is_changed(file, use) or any(True for _ in keepings(file, use))):
                return f"`{name.id}` goes into the tree, and may be changed afterwards"
            if _may_change_again(file, root, statement):
                return f"`{name.id}` goes into the tree, and may be changed there afterwards"
        if is_parameter(file, name) and not is_given_up(file, name):
            return f"a caller may keep what it gives for `{name.id}`, and change it afterwards"
        is_held = name.id in names or _is_held(file, name, statement)
        names.add(name.id)
        if is_held and _may_change_again(file, root, statement):
            return f"something else may hold `{name.id}`, which may be changed in the tree"
    shared = next((part for part in _parts(value) if not _is_followed(file, part)), None)
    if shared is not None and _may_change_again(file, root, statement):
        shown = file.text(shared)
        return f"something else may hold what `{shown}` gives, which may be changed in the tree"
    return None


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """The expressions that give what is put into a tree, out of displays."""
    match value:
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            for element in elements:
                yield from _parts(element)
        case ast.Dict(values=values):
            for item in values:
                yield from _parts(item)
        case ast.Starred(value=inner) | ast.NamedExpr(value=inner):
            yield from _parts(inner)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _parts(body)
            yield from _parts(orelse)
        case _:
            yield value


def _is_followed(file: FileIndex, part: ast.expr) -> bool:
    """Whether it is new, or a variable or a part of one, which was asked about."""
    is_chain = isinstance(part, ast.Name | ast.Attribute | ast.Subscript)
    return (is_chain and first_name(part) is not None) or is_fresh(file, part)


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


def _may_change_again(file: FileIndex, root: Chain, statement: ast.stmt) -> bool:
    """Whether another statement may change something inside the parts of a tree.

    By another name, or in another function, that may be any change but one of its own fields.
    """
    if _is_reached_elsewhere(file, root, statement):
        return True
    for mutation in file.mutations:
        changed = mutation.place.root
        is_deep = mutation.way is Way.CALLED or mutation.place.inside is not changed
        if mutation.statement is statement or (not is_deep and _is_same(file, changed, root)):
            continue
        function = _function_around(file, mutation.statement)
        # A constructor fills an object that nobody else has yet.
        if function is None or not is_construction(file, function):
            return True
    return False


def _is_reached_elsewhere(file: FileIndex, root: Chain, statement: ast.stmt) -> bool:
    """Whether another file may have the tree, and change it: through the function, or by name."""
    around = [
        one.name
        for one in file.ancestors(statement)
        if isinstance(one, ast.ClassDef | ast.FunctionDef)
    ]
    names = set(around)
    if isinstance(root, ast.Attribute):
        names.add(root.attr)
    first = first_name(root)
    if not around and first is not None:
        names.add(first.id)
    return any(is_named_elsewhere(file, name) for name in names)


def _function_around(file: FileIndex, statement: ast.stmt) -> ast.FunctionDef | None:
    around = (one for one in file.ancestors(statement) if isinstance(one, ast.FunctionDef))
    return next(around, None)


def _is_same(file: FileIndex, one: Chain, other: Chain) -> bool:
    """Whether two roots are one variable."""
    if not isinstance(one, ast.Name) or not isinstance(other, ast.Name) or one.id != other.id:
        return False
    scopes = file.names.scopes
    return scopes[one].owner(one.id) is scopes[other].owner(other.id)


def is_inside(file: FileIndex, target: ast.expr | None, name: ast.Name) -> bool:
    """Whether a field or item is one of the tree under a variable."""
    first = None if target is None else first_name(target)
    return first is not None and _is_same(file, first, name)


def why_put_in(file: FileIndex, use: ast.expr) -> str | None:
    """Why something else may hold what is put into a tree where its root is read."""
    shown = f"`{file.text(use)}`"
    for value in put_inside(file, use):
        if value is use:
            return f"one thing may stand at two places of {shown}"
        if not is_new(file, value, use):
            return f"something else may hold `{file.text(value)}`, which is a part of {shown}"
    return None


def put_inside(file: FileIndex, use: ast.expr) -> list[ast.expr]:
    """What is put into a tree where its root is read, by an assignment or a method.

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
    return _put_by_function(file, use, part, parent)


def _may_put_parameters(file: FileIndex, call: ast.Call) -> bool:
    """Whether functions of this file, or of that of the function called, put in what they get."""
    if file.once(_put_parameters):
        return True
    function = file.types.of(call.func)
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


def _put_by_function(
    file: FileIndex, use: ast.expr, part: ast.expr, parent: ast.AST
) -> list[ast.expr]:
    """What else a function gets that is given a tree, and changes trees."""
    call = file.parents[parent] if isinstance(parent, ast.keyword) else parent
    if not isinstance(call, ast.Call) or not _may_put_parameters(file, call):
        return []
    if changes_trees(file, file.statement(call)) is None:
        return []
    # Loaded here: most functions put nothing in.
    from treelint.codemods.holders.put_once import is_put_once

    found: list[ast.expr] = []
    for item in (*call.args, *(keyword.value for keyword in call.keywords)):
        if item is part or is_unchangeable(type_of(file, item)):
            continue
        if not gives_up(file, item):
            found.append(item)
        elif not is_put_once(file, call, item):
            found.append(use)  # as what is assigned to two targets
    return found
