"""Arrays that are nodes of frozen trees: who else has the tree, or such an array of it.

To assign to an item of one is to change the whole tree: `tree_at` gives one with another array.
Beside those who have the tree, whoever has the array itself would see the change.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.construction import is_construction, method_of_self
from treelint.codemods.finding.mutations import Mutation, Way
from treelint.codemods.finding.places import place_of
from treelint.codemods.reasons import reason_against
from treelint.fullnames import TREE_AT
from treelint.project.flow import DefinitionKind
from treelint.project.stored import stored_arguments
from treelint.project.types import ClassObject
from treelint.project.variables import parameter_names
from treelint.sites.arrays.memory import sources
from treelint.sites.evaluation import is_parameter
from treelint.tree_at_call import bind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.finding.places import Place
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo
    from treelint.sites.arrays.aliases import Aliases

# Where a part of what makes a tree may be evaluated several times, or its result be repeated.
_REPEATED = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp, ast.Lambda, ast.BinOp)


def place_in_tree(file: FileIndex, array: ast.expr) -> Place | None:
    """The place of an array in a frozen tree, if it has one and the tree is made by then."""
    place = place_of(file, array)
    if place is None:
        return None
    method = method_of_self(file, place.root)
    return None if method is not None and is_construction(file, method) else place


def why_kept(
    aliases: Aliases, statement: ast.stmt, item: ast.Subscript, place: Place
) -> str | None:
    """Why an array in a tree cannot be given an item by a new tree."""
    file, root = aliases.file, place.root
    shown = ast.unparse(root)
    if not isinstance(root, ast.Name):
        return f"other code may have the arrays in `{shown}`"
    if is_parameter(file, root):
        return f"whoever gave `{shown}` would not see the change"
    # To the tree it is as if a method changed the array.
    return (
        reason_against(file, statement, Mutation(statement, item, Way.CALLED, place))
        or _of_making(aliases, root)
        or _of_mutations(file)
        or aliases.reason(statement, root)
    )


def _of_making(aliases: Aliases, root: ast.Name) -> str | None:
    """Why the arrays that a tree was made with may be those of something else, or two be one."""
    file = aliases.file
    pending = [root]
    for name in pending:
        for definition in aliases.definitions(name):
            value = definition.value
            is_call = definition.kind is DefinitionKind.VALUE and not definition.unpack
            if not is_call or not isinstance(value, ast.Call):
                return f"it is not known who has the arrays in `{root.id}`"
            if file.names.qualified_name(value.func) in TREE_AT:
                tree = bind(value, file.names).pytree
                if not isinstance(tree, ast.Name) or tree.id != root.id:
                    return f"it is not known who has the arrays in `{root.id}`"
                if tree not in pending:
                    pending.append(tree)
                continue
            reason = _of_constructor(file, value)
            if reason is not None:
                return reason
    return None


def _of_constructor(file: FileIndex, call: ast.Call) -> str | None:
    given = [name for name in sources(file, call) if isinstance(name, ast.Name)]
    is_repeated = any(
        isinstance(outer, _REPEATED) for name in given for outer in _around(file, name)
    )
    if len(given) > 1 or is_repeated:
        return f"`{ast.unparse(call)}` may put one array into two places"
    for inner in walk(call):
        made = file.types.of(inner.func) if isinstance(inner, ast.Call) else None
        if isinstance(inner, ast.Call) and isinstance(made, ClassObject):
            reason = _of_class(file, made.cls, inner)
            if reason is not None:
                return reason
        elif inner is call:
            return f"it is not known who has the arrays in `{ast.unparse(call)}`"
    return None


def _around(file: FileIndex, node: ast.expr) -> Iterator[ast.AST]:
    for outer in file.ancestors(node):
        if isinstance(outer, ast.stmt):
            return
        yield outer


def _of_class(file: FileIndex, cls: ClassInfo, call: ast.Call) -> str | None:
    """Why an object may have arrays that other objects of its class have, too."""
    name = cls.short_name
    if cls.module.name.partition(".")[0] == "equinox":
        return None  # its layers make their own
    given = {field.name for field, _ in stored_arguments(cls, call)}
    for field in cls.fields.values():
        is_default = field.has_default and field.name not in given
        if is_default and not isinstance(field.default, ast.Constant):
            return f"the default of `{field.name}` may be one array for every {name}"
    if cls.member("__new__") is not None or cls.member("__post_init__") is not None:
        return f"it is not known what {name} is made of"
    init = cls.member("__init__")
    if init is None:
        return None
    above = [base for base in init.owner.mro[1:] if "__init__" in base.own_members]
    if cls.module is not file.module or not isinstance(init.node, ast.FunctionDef) or above:
        return f"it is not known what {name} is made of"
    return _of_init(file, init.node)


def _of_init(file: FileIndex, init: ast.FunctionDef) -> str | None:
    """Why a constructor may store an array that it was not given, or one twice."""
    left = parameter_names(init)
    for node in walk(init):
        for source in sources(file, node.value) if isinstance(node, ast.Assign) else ():
            if not isinstance(source, ast.Name) or source.id not in left:
                return f"`{ast.unparse(node)}` may keep an array that something else has"
            left.remove(source.id)
    return None


def _of_mutations(file: FileIndex) -> str | None:
    """Why an array may have been put into a tree that something else has, too."""
    for mutation in file.mutations:
        method = method_of_self(file, mutation.place.root)
        if method is not None and method.name == "__init__":
            continue  # that is looked at where an object is made
        values = [] if mutation.value is None else [mutation.value]
        if mutation.way is Way.CALLED and isinstance(mutation.node, ast.Call):
            values += mutation.node.args
            values += (keyword.value for keyword in mutation.node.keywords)
        elif mutation.value is None and isinstance(mutation.statement, ast.Assign):
            values.append(mutation.statement.value)
        if any(_may_be_held(file, value) for value in values):
            return (
                f"`{ast.unparse(mutation.statement)}` may put an array into it that is not its own"
            )
    return None


def _may_be_held(file: FileIndex, value: ast.expr) -> bool:
    """Whether something else may have an array that is in a value."""
    match value:
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return any(_may_be_held(file, part) for part in parts)
        case ast.Dict(values=parts):
            return any(_may_be_held(file, part) for part in parts)
        case ast.ListComp(elt=part) | ast.DictComp(value=part):
            return _may_be_held(file, part)
    return any(sources(file, value))
