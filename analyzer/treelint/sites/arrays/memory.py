"""Which expressions would share an array's memory in numpy, where arrays change in place."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.flow import DefinitionKind
from treelint.project.results import ARRAY_METHODS
from treelint.project.types import Array, ClassObject, Function, Imported, Scalar
from treelint.project.variables import parameter_names, reaching
from treelint.records import dataclass
from treelint.sites.arrays.items import is_whole_number
from treelint.sites.arrays.update import array_update
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

_LIBRARIES = ("jax.", "math.", "numpy.")
# What these return may hold the arrays of the trees that they are given.
_OF_TREES = ("jax.tree.", "jax.tree_util.")
# Functions and methods that give a view in numpy, or their argument itself.
_VIEWS = frozenset(
    {
        *("asarray", "astype", "atleast_1d", "atleast_2d", "atleast_3d", "broadcast_arrays"),
        *("broadcast_to", "device_put", "diagonal", "expand_dims", "flip", "fliplr", "flipud"),
        *("hsplit", "imag", "matrix_transpose", "meshgrid", "moveaxis", "permute_dims", "ravel"),
        *("real", "reshape", "rollaxis", "rot90", "split", "squeeze", "stop_gradient"),
        *("swapaxes", "transpose", "unstack", "view", "vsplit", "with_sharding_constraint"),
        *("array_split", "asanyarray", "ascontiguousarray", "block_until_ready", "dsplit"),
        *("diag", "nan_to_num", "unravel"),
    }
)
# The shape, or a number, makes the array.
_FILLED = frozenset({"empty", "full", "ones", "zeros"})
_LINES = frozenset({"arange", "linspace", "logspace"})
_ATTRIBUTES = frozenset({"T", "mT", "real", "imag"})
_MAX_DEPTH = 12


Source: TypeAlias = "ast.Name | Elsewhere"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that holds the same array, or may, and is no variable; as it is written."""

    text: str


def sources(file: FileIndex, node: ast.expr) -> Iterator[Source]:
    """What else may hold the array that an expression gives; nothing if it has just been made."""
    match node:
        case ast.Name():
            yield node
        case ast.NamedExpr(target=target, value=value):
            yield target
            yield from sources(file, value)
        case ast.IfExp(body=body, orelse=orelse):
            yield from sources(file, body)
            yield from sources(file, orelse)
        case ast.BoolOp(values=values):
            for value in values:
                yield from sources(file, value)
        case ast.Attribute(value=value) | ast.Subscript(value=value) if _is_array(file, value):
            if passes_on(file, node, value):
                yield from sources(file, value)
        case ast.Call():
            yield from _of_call(file, node)
        case ast.Await(value=value):
            yield from sources(file, value)
        case ast.Attribute() | ast.Subscript() | ast.Starred() | ast.Yield() | ast.YieldFrom():
            yield Elsewhere(ast.unparse(node))


def _of_call(file: FileIndex, call: ast.Call) -> Iterator[Source]:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if isinstance(call.func, ast.Attribute):
        arguments.append(call.func.value)
    for argument in arguments:
        if not passes_on(file, call, argument):
            continue
        if _is_array(file, argument):
            yield from sources(file, argument)
        else:
            names = (inner for inner in walk(argument) if isinstance(inner, ast.Name))
            for name in names:
                if may_hold_array(file, name) and not _is_bound_inside(file, name, argument):
                    yield name


def _is_bound_inside(file: FileIndex, name: ast.Name, outer: ast.expr) -> bool:
    """Whether a variable is one of a lambda or comprehension, which has it from what is around."""
    owner = file.names.scopes[name].owner(name.id)
    return owner is not None and (owner.node is outer or outer in file.ancestors(owner.node))


def passes_on(file: FileIndex, outer: ast.AST, inner: ast.AST) -> bool:
    """Whether what an expression gives may share the memory of an array that is a part of it."""
    match outer:
        case ast.Subscript(value=value):
            return value is inner and not is_scalar(file, outer)
        case ast.Attribute(attr=attr, value=value):
            return attr in _ATTRIBUTES or not _is_array(file, value) or _is_kept(file, outer)
        case ast.Call():
            return _call_passes_on(file, outer, inner)
        case ast.IfExp(test=test):
            return test is not inner
        case ast.BinOp(left=left, right=right):
            # `[x] + [y]` is a list of both.
            return not _is_array(file, left) and not _is_array(file, right)
    return isinstance(outer, _CARRIERS)


_CARRIERS = (
    *(ast.Await, ast.BoolOp, ast.comprehension, ast.Dict, ast.DictComp, ast.GeneratorExp),
    *(ast.keyword, ast.List, ast.ListComp, ast.NamedExpr, ast.Set, ast.SetComp, ast.Starred),
    ast.Tuple,
    ast.withitem,
)


def _is_kept(file: FileIndex, method: ast.Attribute) -> bool:
    """Whether a method of an array, called or not, has the array from then on."""
    call = file.parents[method]
    is_called = isinstance(call, ast.Call) and call.func is method
    return method.attr in (_VIEWS if is_called else ARRAY_METHODS)


def _call_passes_on(file: FileIndex, call: ast.Call, inner: ast.AST) -> bool:
    name = file.names.qualified_name(call.func)
    if name is not None and name.startswith(_LIBRARIES):
        return name.startswith(_OF_TREES) or name.rpartition(".")[2] in _VIEWS
    if name is not None and name.startswith("builtins."):
        return name.removeprefix("builtins.") in _KEEPING_BUILTINS
    if name in {"copy.copy", "copy.deepcopy"}:
        return False
    match call.func:
        case ast.Attribute(value=value, attr=attr) if _is_array(file, value):
            return (inner is value or inner is call.func) and attr in _VIEWS
        case ast.Attribute(value=ast.Subscript(value=ast.Attribute(attr="at", value=array))):
            return not _is_array(file, array)
    return True


_KEEPING_BUILTINS = frozenset(
    {"dict", "enumerate", "filter", "frozenset", "getattr", "iter", "list", "map", "max", "min"}
    | {"next", "reversed", "set", "setattr", "sorted", "tuple", "vars", "zip"}
)


def _is_array(file: FileIndex, node: ast.expr) -> bool:
    return isinstance(file.types.of(node), Array)


def may_hold_array(file: FileIndex, name: ast.Name) -> bool:
    """Whether a variable may hold an array, or something with one in it."""
    type_ = file.types.of(name)
    return not isinstance(type_, Scalar | Function | ClassObject | Imported)


def views_in(file: FileIndex, value: ast.expr, root: ast.expr) -> bool:
    """Whether a value may hold a view of an array, such as a row of it."""
    text = ast.unparse(root)
    for node in walk(value):
        if isinstance(node, type(root)) and ast.unparse(node) == text:
            inner: ast.AST = node
            while inner is not value and passes_on(file, file.parents[inner], inner):
                inner = file.parents[inner]
            if inner is value:
                return True
    return False


def is_scalar(file: FileIndex, item: ast.Subscript) -> bool:
    """Whether an item of an array is a single number, which numpy copies."""
    indices = item.slice.elts if isinstance(item.slice, ast.Tuple) else [item.slice]
    if not all(is_whole_number(file, index) for index in indices):
        return False
    return rank(file, item.value) == len(indices)


def rank(file: FileIndex, node: ast.expr, depth: int = _MAX_DEPTH) -> int | None:
    """How many axes an array has, if that can be told from how it was made."""
    if depth == 0:
        return None
    match node:
        case ast.Name():
            return _rank_of_variable(file, node, depth)
        case ast.Call(func=function):
            update = array_update(node)
            if update is not None:
                return rank(file, update.array, depth - 1)
            name = file.names.qualified_name(function) or ""
            if name.startswith("jax.numpy.") and node.args:
                return _rank_of_made(file, name.removeprefix("jax.numpy."), node.args[0])
    return None


def _rank_of_made(file: FileIndex, name: str, first: ast.expr) -> int | None:
    if name in _LINES:
        return 1
    if name in _FILLED:
        match first:
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                starred = any(isinstance(element, ast.Starred) for element in elements)
                return None if starred else len(elements)
        return 1 if is_whole_number(file, first) else None
    if name in {"array", "asarray"} and isinstance(first, ast.List | ast.Tuple):
        return 1 if all(isinstance(file.types.of(item), Scalar) for item in first.elts) else None
    return None


def _rank_of_variable(file: FileIndex, name: ast.Name, depth: int) -> int | None:
    owner = file.names.scopes[name].owner(name.id)
    if owner is None:
        return None
    ranks: set[int | None] = set()
    for definition in reaching(file.types, name, owner) or ():
        value = definition.value
        if definition.kind is DefinitionKind.START and name.id not in parameter_names(owner.node):
            continue  # nothing: to read it would raise
        if definition.kind is not DefinitionKind.VALUE or value is None or definition.unpack:
            return None
        update = array_update(value)
        if update is None or ast.unparse(update.array) != name.id:
            ranks.add(rank(file, value, depth - 1))
    return ranks.pop() if len(ranks) == 1 else None
