"""Values that nothing else holds: what is just made, and what cannot be changed in place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.families import has_heirs
from treelint.codemods.callers.forms import returns_of
from treelint.codemods.finding.places import first_name
from treelint.fullnames import APPLY_UPDATES, COMBINE, FILTER, INFERENCE, TREE_AT, TREE_MAP
from treelint.project.attributes import field_type
from treelint.project.steps import Node, end_of_path
from treelint.project.stored import stored_arguments
from treelint.project.types import (
    NONE,
    Array,
    ArrayKind,
    ClassObject,
    Function,
    Imported,
    Instance,
    Listing,
    ListingKind,
    Scalar,
    Type,
    alternatives,
)
from treelint.selector.questions import paths
from treelint.tree_at_call import TreeAtCall, bind
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# What makes all containers of its result anew.
_COPIES = APPLY_UPDATES | COMBINE | FILTER | INFERENCE | TREE_MAP | {"copy.deepcopy"}
_OF_CLASSES = frozenset({"builtins.classmethod", "builtins.staticmethod"})
# Functions that return one of their arguments, and questions lead to other questions.
_MAX_DEPTH = 20


def is_unchangeable(type_: Type) -> bool:
    """Whether a value of this type cannot be changed in place: whoever holds it sees the same."""
    return all(
        member is NONE
        or isinstance(member, Scalar | ClassObject | Imported)
        # A bound method holds its object.
        or (isinstance(member, Function) and member.bound is None)
        or (isinstance(member, Array) and member.kind is ArrayKind.JAX)
        or (
            isinstance(member, Listing)
            and member.kind is ListingKind.TUPLE
            and all(map(is_unchangeable, member.items or (member.element,)))
        )
        for member in alternatives(type_)
    )


def is_fresh(file: FileIndex, node: ast.expr, depth: int = _MAX_DEPTH) -> bool:
    """Whether an expression gives something that nothing else holds, all through."""
    if depth == 0:
        return False
    if is_unchangeable(file.types.of(node)):
        return True

    def fresh(inner: ast.expr | None) -> bool:
        return inner is None or is_fresh(file, inner, depth - 1)

    match node:
        case ast.Constant() | ast.JoinedStr():
            return True
        case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
            return all(map(fresh, elements))
        case ast.Dict(keys=keys, values=values):
            return None not in keys and all(map(fresh, values))
        case ast.ListComp(elt=element) | ast.SetComp(elt=element):
            return fresh(element)
        case ast.DictComp(value=value):
            return fresh(value)
        case ast.IfExp(body=body, orelse=orelse):
            return fresh(body) and fresh(orelse)
        case ast.BinOp(op=ast.Add() | ast.Mult()):
            # Of a list it is a list with the same items.
            return is_number(file, node)
        case ast.BinOp() | ast.UnaryOp() | ast.Compare():
            return True
        case ast.Call():
            return _is_fresh_call(file, node, depth)
    return False


def _is_fresh_call(file: FileIndex, call: ast.Call, depth: int) -> bool:
    name = file.names.qualified_name(call.func)
    if name in _COPIES:
        return True
    if name in TREE_AT:
        # The replacement is in the new tree as it is.
        update = bind(call, file.names)
        if not update.has_all or update.replace is None:
            return update.has_all and _makes_new(file, update.replace_fn, depth)
        return is_fresh(file, update.replace, depth - 1) or _replaces_values(file, update)
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    are_fresh = all(is_fresh(file, argument, depth - 1) for argument in arguments)
    made = file.types.of(call.func)
    if isinstance(made, ClassObject):
        if not made.cls.kind.has_fields or _has_shared_parts(file, made.cls, call):
            return False
        if not made.is_exact and has_heirs(file, made.cls):
            return False  # an heir may share more
        return are_fresh or _takes_values(file, made.cls, call)
    if isinstance(made, Function):
        return _returns_fresh(file, made, depth)
    return False


def is_fresh_part(file: FileIndex, call: ast.Call, index: int, depth: int = _MAX_DEPTH) -> bool:
    """Whether a function of the project returns tuples, with something that it makes there."""
    function = file.types.of(call.func)
    home, returned = _returned(file, function) if isinstance(function, Function) else (file, [])
    return bool(returned) and all(
        isinstance(value, ast.Tuple)
        and index < len(value.elts)
        and not any(isinstance(element, ast.Starred) for element in value.elts)
        and _is_fresh_element(home, value, index, depth)
        for value in returned
    )


def _is_fresh_element(file: FileIndex, display: ast.Tuple, index: int, depth: int) -> bool:
    """Whether an element of a tuple is new, and in no other element."""
    element = display.elts[index]
    others = {
        node.id
        for other in display.elts
        for node in walk(other)
        if isinstance(node, ast.Name) and other is not element
    }
    if isinstance(element, ast.Name) and element.id in others:
        return is_unchangeable(file.types.of(element))
    return _is_fresh_or_local(file, element, depth)


def _makes_new(file: FileIndex, function: ast.expr | None, depth: int) -> bool:
    """Whether what makes a new node of an old one puts nothing else into the tree."""
    if not isinstance(function, ast.Lambda) or is_number(file, function.body):
        return True
    own = {parameter.arg for parameter in function.args.args}
    body = function.body
    parts = body.elts if isinstance(body, ast.List) else [body]
    values = (part.value if isinstance(part, ast.Starred) else part for part in parts)
    return all(
        (isinstance(value, ast.Name) and value.id in own) or is_fresh(file, value, depth - 1)
        for value in values
    )


def is_number(file: FileIndex, node: ast.expr) -> bool:
    """Whether an expression is certainly a number, an array, or a text."""
    if is_unchangeable(file.types.of(node)):
        return True
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return is_number(file, left) or is_number(file, right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            # Only an int makes several lists of one.
            both = is_number(file, left) and is_number(file, right)
            return both or _is_no_int(file, left) or _is_no_int(file, right)
    return isinstance(node, ast.BinOp | ast.UnaryOp)


def _is_no_int(file: FileIndex, node: ast.expr) -> bool:
    match file.types.of(node):
        case Scalar(name="float" | "complex") | Array():
            return True
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)


def _replaces_values(file: FileIndex, update: TreeAtCall) -> bool:
    """Whether all nodes that an update replaces are values, by their annotations."""
    if update.selector is None or update.pytree is None:
        return False
    tree = file.types.of(update.pytree)
    selected = list(paths(update.selector.body))
    if not isinstance(tree, Instance) or not selected:
        return False
    ends = (end_of_path(file.types, Instance(tree.cls), path) for path in selected)
    return all(isinstance(end, Node) and is_unchangeable(end.type) for end in ends)


def _has_shared_parts(file: FileIndex, cls: ClassInfo, call: ast.Call) -> bool:
    """Whether a constructor puts something into an object that was there before."""
    given = {field.name for field, _ in stored_arguments(cls, call)}
    for field in cls.fields.values():
        if field.name not in given and field.default is not None:
            is_value = _is_constant_value(file, field.default)
            if not is_value and not is_unchangeable(field_type(field)):
                return True
    found = _constructor(file, cls)
    if found is None:
        return False
    file, node = found
    defaults = [*node.args.defaults, *node.args.kw_defaults]
    if any(default is not None and not _is_constant_value(file, default) for default in defaults):
        return True
    parameters = {item.arg for item in (*node.args.args, *node.args.kwonlyargs)}
    for statement in walk(node):
        match statement:
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value):
                field_ = cls.fields.get(name)
                is_value = field_ is not None and is_unchangeable(field_type(field_))
                first = first_name(value)
                is_given = first is not None and first.id in parameters
                if not is_value and not is_given and not is_fresh(file, value):
                    return True
    return False


def _constructor(file: FileIndex, cls: ClassInfo) -> tuple[FileIndex, ast.FunctionDef] | None:
    """The `__init__` of a class of the project; those of other packages make what they store."""
    init = cls.member("__init__")
    if init is None or not isinstance(init.node, ast.FunctionDef):
        return None
    if cls.module is file.module:
        return file, init.node
    # Loaded here: few trees come from other files.
    from treelint.codemods.callers.other_files import definition

    owner = init.owner
    function = Function(init.node, owner.module, owner.outside, owner=owner)
    return definition(file, function)


def _is_constant_value(file: FileIndex, node: ast.expr) -> bool:
    """Whether a default, which is evaluated once, cannot be changed in place."""
    if isinstance(node, ast.Tuple):
        return all(_is_constant_value(file, element) for element in node.elts)
    return isinstance(node, ast.Constant) or is_unchangeable(file.types.of(node))


def _takes_values(file: FileIndex, cls: ClassInfo, call: ast.Call) -> bool:
    """Whether what is not fresh goes into fields of values that cannot be changed in place."""
    if cls.has_own_init or cls.member("__post_init__") is not None:
        return False
    values = {value: field for field, value in stored_arguments(cls, call)}
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return all(
        is_fresh(file, argument)
        or (argument in values and is_unchangeable(field_type(values[argument])))
        for argument in arguments
    )


def _returns_fresh(file: FileIndex, function: Function, depth: int) -> bool:
    """Whether a function of the project makes what it returns."""
    home, returned = _returned(file, function)
    return bool(returned) and all(
        value is not None and _is_fresh_or_local(home, value, depth) for value in returned
    )


def _returned(file: FileIndex, function: Function) -> tuple[FileIndex, list[ast.expr | None]]:
    """What a function of the project returns wherever it ends, and the file that it is in."""
    # Loaded here: few trees come from functions.
    from treelint.codemods.callers.other_files import definition

    found = definition(file, function)
    # An heir may have another method.
    if found is None or not isinstance(function.bound, ClassObject | None):
        return file, []
    if function.bound is not None and not function.bound.is_exact:
        return file, []
    home, node = found
    if any(home.names.qualified_name(item) not in _OF_CLASSES for item in node.decorator_list):
        return file, []
    return home, [inner.value for inner in returns_of(node)]


def _is_fresh_or_local(file: FileIndex, value: ast.expr, depth: int) -> bool:
    if isinstance(value, ast.Name):
        # Loaded here: the two ask each other.
        from treelint.codemods.holders.sharing import is_kept_nowhere

        return is_kept_nowhere(file, value, depth - 1)
    return is_fresh(file, value, depth - 1)
