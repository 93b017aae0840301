"""What a call gives: a new object, the annotated result of a function, a tree passed through."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.fullnames import TRANSPARENT
from treelint.project import construction, operators
from treelint.project.annotations import annotated
from treelint.project.attributes import OfMember, attribute
from treelint.project.results import (
    ARRAY_METHODS,
    LISTING_BUILTINS,
    RESULTS,
    SCALAR_BUILTINS,
    Result,
)
from treelint.project.types import (
    UNKNOWN,
    Array,
    ArrayKind,
    ClassObject,
    Function,
    Imported,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    alternatives,
    constants_forgotten,
    join,
)
from treelint.project.updated import after_replace, after_tree_at
from treelint.walk import children

if TYPE_CHECKING:
    from treelint.project.inference import Inference
    from treelint.project.library import Module
    from treelint.resolve import Scope

_LISTING_KINDS = {
    "list": ListingKind.LIST,
    "tuple": ListingKind.TUPLE,
    "set": ListingKind.SET,
    "frozenset": ListingKind.SET,
    "sorted": ListingKind.LIST,
}
# Where the tree stands among the arguments, if not first.
_TREE_POSITION = {
    "equinox.tree_at": 1,
    "treeops.tree_at": 1,
}
_MAKE_WITH_STATE = "equinox.nn.make_with_state"


def transforms(
    node: ast.FunctionDef | ast.AsyncFunctionDef, module: Module, scope: Scope
) -> tuple[str, ...] | None:
    """The decorators of a function that leave its signature alone; None if others are there."""
    found: list[str] = []
    for decorator in node.decorator_list:
        bare = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = module.known_name(bare, scope)
        if name == "functools.partial" and isinstance(decorator, ast.Call) and decorator.args:
            name = module.known_name(decorator.args[0], scope)
        if name not in TRANSPARENT:
            return None
        found.append(name)
    return tuple(found)


def of(inference: Inference, call: ast.Call) -> Type:
    """The type of a call."""
    name = inference.module.names.qualified_name(call.func)
    if name is not None:
        if name in RESULTS:
            return _known(inference, call, name, RESULTS[name])
        if name.startswith("builtins."):
            return _builtin(inference, call, name.removeprefix("builtins."))
        if name in TRANSPARENT and len(call.args) == 1:
            return _wrapped(inference, call.args[0], name)
        if name == _MAKE_WITH_STATE:
            return UNKNOWN
    match call.func:
        case ast.Call(args=[made], keywords=[]) as inner:
            if inference.module.names.qualified_name(inner.func) == _MAKE_WITH_STATE:
                cls = inference.of(made)
                if isinstance(cls, ClassObject):
                    items = (construction.constructed(inference, cls, call), UNKNOWN)
                    return Listing(ListingKind.TUPLE, UNKNOWN, items)
                return UNKNOWN
        case ast.Attribute(value=value, attr=attr):
            if isinstance(inference.of(value), Array) and attr in ARRAY_METHODS:
                return inference.of(value)
            found = _method(inference, value, attr)
            if found is not None:
                return found
    return _called(inference, inference.of(call.func), call)


def _method(inference: Inference, value: ast.expr, attr: str) -> Type | None:
    """Methods of builtin containers, and `x.at[i].set(v)`."""
    match value:
        case ast.Subscript(value=ast.Attribute(value=array, attr="at")):
            of_array = inference.of(array)
            return of_array if isinstance(of_array, Array) and attr != "ref" else UNKNOWN
    mapping = inference.of(value)
    if isinstance(mapping, Mapping):
        match attr:
            case "values":
                return Listing(ListingKind.ANY, mapping.value)
            case "keys":
                return Listing(ListingKind.ANY, mapping.key)
            case "copy":
                return Mapping(mapping.key, mapping.value)
            case "get" | "pop" | "setdefault":
                return UNKNOWN
    return None


def _known(inference: Inference, call: ast.Call, name: str, result: Result) -> Type:
    match result:
        case Result.ARRAY:
            return Array(ArrayKind.JAX)
        case Result.NUMPY:
            return Array(ArrayKind.NUMPY)
        case Result.FIRST:
            first = _argument(inference, call, 0, None)
            return after_replace(call, first) if name == "dataclasses.replace" else first
        case Result.TREE:
            position = _TREE_POSITION.get(name, 0)
            tree = _argument(inference, call, position, "pytree" if position else None)
            return after_tree_at(inference, call, tree) if name in _TREE_POSITION else tree


def _argument(inference: Inference, call: ast.Call, position: int, keyword: str | None) -> Type:
    """The type of an argument that is passed through with other values in it."""
    if any(isinstance(argument, ast.Starred) for argument in call.args[: position + 1]):
        return UNKNOWN
    given = call.args[position] if len(call.args) > position else None
    for item in call.keywords:
        if item.arg == keyword and keyword is not None:
            given = item.value
    found = UNKNOWN if given is None else constants_forgotten(inference.of(given))
    # What was put into it need not be of the type that was annotated, but its class stays.
    return found if isinstance(found, Instance | Array) else UNKNOWN


def _wrapped(inference: Inference, function: ast.expr, name: str) -> Type:
    inner = inference.of(function)
    if isinstance(inner, Function):
        return Function(
            inner.node,
            inner.module,
            inner.scope,
            inner.bound,
            inner.owner,
            (name, *inner.transforms),
        )
    return UNKNOWN


def _called(inference: Inference, function: Type, call: ast.Call) -> Type:
    match function:
        case ClassObject():
            return construction.constructed(inference, function, call)
        case Function():
            return result(inference, function)
        case Instance():
            method = attribute(inference, function, "__call__")
            if isinstance(method, OfMember) and isinstance(method.type, Function):
                return result(inference, method.type)
        case Imported(name=name) if name in RESULTS:
            return _known(inference, call, name, RESULTS[name])
    return UNKNOWN


def result(inference: Inference, function: Function) -> Type:
    """What a function returns: by its annotation, else by what its `return`s say."""
    node = function.node
    if isinstance(node, ast.AsyncFunctionDef):
        return UNKNOWN
    if isinstance(node, ast.FunctionDef) and node.returns is not None:
        self_class = None
        for bound in alternatives(function.bound or UNKNOWN):
            if isinstance(bound, Instance | ClassObject):
                self_class = bound.cls
        return annotated(node.returns, function.module, function.scope, self_class)
    if function.module is not inference.module or isinstance(node, ast.Lambda):
        return UNKNOWN
    return _returned(inference, node)


def _returned(inference: Inference, node: ast.FunctionDef) -> Type:
    values: list[Type] = []
    pending: list[ast.AST] = list(node.body)
    while pending:
        inner = pending.pop()
        match inner:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Lambda():
                continue
            case ast.Yield() | ast.YieldFrom():
                return UNKNOWN
            case ast.Return(value=value):
                if value is None or inference.is_open(value):
                    inference.cut()
                    return UNKNOWN
                values.append(constants_forgotten(inference.of(value)))
        pending.extend(children(inner))
    return join(values)


def _builtin(inference: Inference, call: ast.Call, name: str) -> Type:
    if name in SCALAR_BUILTINS:
        return Scalar(SCALAR_BUILTINS[name])
    if name in LISTING_BUILTINS:
        kind = _LISTING_KINDS.get(name, ListingKind.ANY)
        if not call.args:
            return Listing(kind, UNKNOWN)
        return Listing(kind, operators.element(inference, call.args[0]))
    if name == "range":
        return Listing(ListingKind.ANY, Scalar("int"))
    if name == "dict":
        if call.args or any(keyword.arg is None for keyword in call.keywords):
            return Mapping(UNKNOWN, UNKNOWN)
        entries = tuple((item.arg, inference.of(item.value)) for item in call.keywords)
        return Mapping(Scalar("str"), join(type_ for _, type_ in entries), entries)
    match name, call.args:
        case "getattr", [value, ast.Constant(value=str(attr))]:
            return attribute(inference, inference.of(value), attr).type
    return UNKNOWN
