"""Which uses of a dict, or of a tree with one in it, cannot tell the order of its keys.

What is not among them may look: a function that is not known, text made of a tree, a variable
whose type is lost, so that nobody can say what is done with it later.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.keeping import PURE_PACKAGES
from treelint.project.classes import TreeKind
from treelint.project.types import (
    UNKNOWN,
    ClassObject,
    Function,
    Instance,
    Listing,
    Mapping,
    Type,
    without_none,
)
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

_BLIND = frozenset(
    f"builtins.{name}"
    for name in (
        *("all", "any", "bool", "callable", "delattr", "frozenset", "hasattr", "hash", "id"),
        *("isinstance", "issubclass", "len", "object.__setattr__", "set", "setattr", "type"),
    )
)
# What gives a tree like the one that it is given.
_COPYING = frozenset({"copy.copy", "copy.deepcopy", "dataclasses.replace"})
# Parts of the names of functions of JAX and its kin that show what they are given.
_SHOWING = ("debug", "pformat", "pprint", "print", "inspect")
_BLIND_METHODS = frozenset(
    {"__contains__", "__getitem__", "__len__", "__setitem__", "clear", "copy", "get", "pop"}
) | {"setdefault", "update"}
_PUTTING = frozenset({"append", "count", "index", "insert", "remove"})


def is_blind(file: FileIndex, node: ast.expr) -> bool:
    """Whether the place where a dict, or a tree with one, is used tells nothing of its order.

    What it gives on is judged where that is used, if it is known what it is.
    """
    is_dict = isinstance(without_none(type_of(file, node)), Mapping)
    match file.parents[node]:
        case ast.Attribute() as part:
            return _is_blind_part(file, part)
        case ast.Subscript() | ast.Slice() | ast.Compare() | ast.UnaryOp():
            return True
        case ast.Call(func=function) as call:
            return function is node or _is_blind_argument(file, call, node, None)
        case ast.keyword(arg=str(name)) as keyword:
            around = file.parents[keyword]
            return isinstance(around, ast.Call) and _is_blind_argument(file, around, node, name)
        case ast.Starred() as starred:
            return not is_dict and not isinstance(file.parents[starred], ast.Call)
        case ast.Return():
            return _is_blind_result(file, node)
        case ast.Lambda() as function:
            return _is_selector(file, function)
        case ast.expr() as outer:
            return _is_blind_inside(file, outer, node, is_dict=is_dict)
        case ast.stmt() as statement:
            return _is_blind_statement(file, statement, node, is_dict=is_dict)
    return False


def _is_blind_inside(file: FileIndex, outer: ast.expr, node: ast.expr, *, is_dict: bool) -> bool:
    """Whether it is known what a larger expression gives."""
    match outer:
        case ast.NamedExpr(target=target):
            return _keeps_type(file, target, is_dict=is_dict)
        case ast.IfExp(test=test) if test is node:
            return True
        case ast.FormattedValue() | ast.BinOp(op=ast.Mod()) | ast.Yield() | ast.YieldFrom():
            return False
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            targets = [one.target for one in outer.generators if one.iter is node]
            if targets:
                return not is_dict and _keeps_type(file, targets[0], is_dict=False)
            if any(node in one.ifs for one in outer.generators):
                return True
    return type_of(file, outer) is not UNKNOWN


def _is_blind_statement(
    file: FileIndex, statement: ast.stmt, node: ast.expr, *, is_dict: bool
) -> bool:
    match statement:
        case ast.Expr() | ast.If() | ast.While():
            return True
        case ast.Assert(test=test):
            return test is node
        case ast.For(target=target):
            return not is_dict and _keeps_type(file, target, is_dict=False)
        case ast.AugAssign(op=operator):
            return isinstance(operator, ast.BitOr) or not is_dict
        case ast.AnnAssign(target=target):
            return _keeps_type(file, target, is_dict=is_dict)
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)) if len(
            targets
        ) == len(values) and not any(
            isinstance(item, ast.Starred) for item in (*targets, *values)
        ):
            return all(
                _keeps_type(file, target, is_dict=isinstance(type_of(file, value), Mapping))
                for target, value in zip(targets, values, strict=True)
                if _holds_dict(type_of(file, value))
            )
        case ast.Assign(targets=targets):
            return all(_keeps_type(file, target, is_dict=is_dict) for target in targets)
    return False


def _is_blind_part(file: FileIndex, part: ast.Attribute) -> bool:
    """Whether an attribute is a field, or a method that tells nothing."""
    held, call = without_none(type_of(file, part.value)), file.parents[part]
    if isinstance(held, Mapping):
        is_called = isinstance(call, ast.Call) and call.func is part
        return is_called and part.attr in _BLIND_METHODS
    if isinstance(held, Instance) and part.attr.startswith("__"):
        return held.cls.member(part.attr) is not None
    return True


def _is_blind_argument(
    file: FileIndex, call: ast.Call, node: ast.expr, keyword: str | None
) -> bool:
    name = file.names.qualified_name(call.func) or ""
    if name in _BLIND:
        return True
    if name in _COPYING or name == "builtins.getattr":
        return type_of(file, call) is not UNKNOWN
    if name == "builtins.sorted":
        return not call.keywords
    if name.partition(".")[0] in PURE_PACKAGES:
        return not any(word in name for word in _SHOWING)
    function = type_of(file, call.func)
    if isinstance(function, ClassObject):
        init = function.cls.member("__init__")
        if function.cls.kind is not TreeKind.ORDINARY or init is None:
            return function.cls.kind is not TreeKind.ORDINARY
        parameter = _parameter(init.node, call, node, keyword, skipped=1)
        return parameter is not None and _is_typed(file, init.node, parameter)
    if isinstance(function, Function):
        skipped = int(function.bound is not None)
        parameter = _parameter(function.node, call, node, keyword, skipped=skipped)
        return parameter is not None and _is_typed(file, function.node, parameter)
    if isinstance(call.func, ast.Attribute):
        # A method of a list or dict whose items are known.
        owner = without_none(type_of(file, call.func.value))
        if isinstance(owner, Mapping):
            return call.func.attr in {"setdefault", "update"}
        return isinstance(owner, Listing) and call.func.attr in _PUTTING
    return False


def _parameter(
    function: ast.AST | None,
    call: ast.Call,
    node: ast.expr,
    keyword: str | None,
    *,
    skipped: int,
) -> ast.arg | None:
    """The parameter of a function that an argument is given for, where that is plain."""
    if not isinstance(function, ast.FunctionDef):
        return None
    positional = [*function.args.posonlyargs, *function.args.args]
    if keyword is not None:
        every = (*positional, *function.args.kwonlyargs)
        return next((item for item in every if item.arg == keyword), None)
    place = call.args.index(node) + skipped
    if any(isinstance(item, ast.Starred) for item in call.args) or place >= len(positional):
        return None
    return positional[place]


def _is_typed(file: FileIndex, function: ast.AST | None, parameter: ast.arg) -> bool:
    """Whether it is known, where a parameter is used, that it holds a dict."""
    if function is None or parameter.annotation is not None:
        return parameter.annotation is not None and _holds_dict(
            file.types.annotation(parameter.annotation)
        )
    return all(type_of(file, use) is not UNKNOWN for use in _loads_in(function, parameter.arg))


def _holds_dict(type_: Type) -> bool:
    # Loaded here: the two ask each other.
    from treelint.codemods.holders.dict_order import holds_dict

    return holds_dict(type_)


def _loads_in(function: ast.AST, name: str) -> Iterator[ast.Name]:
    for node in walk(function):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield node


def _keeps_type(file: FileIndex, target: ast.expr, *, is_dict: bool) -> bool:
    """Whether it is known what is assigned wherever that is read."""
    match target:
        case ast.Name():
            loads = (use for use in file.uses(target) if isinstance(use.ctx, ast.Load))
            return all(type_of(file, use) is not UNKNOWN for use in loads)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return not is_dict and all(
                _keeps_type(file, element, is_dict=False) for element in elements
            )
        case ast.Starred(value=inner):
            return _keeps_type(file, inner, is_dict=is_dict)
        case ast.Subscript(slice=ast.Slice()):
            return not is_dict
    return type_of(file, target) is not UNKNOWN


def _is_blind_result(file: FileIndex, node: ast.expr) -> bool:
    """Whether it is known what a function returns, wherever it is called in the file."""
    function = next(
        (item for item in file.ancestors(node) if isinstance(item, ast.FunctionDef)), None
    )
    if function is None:
        return False
    calls = (
        call
        for call in file.nodes(ast.Call)
        if function.name in {getattr(call.func, "id", None), getattr(call.func, "attr", None)}
    )
    return all(
        type_of(file, call) is not UNKNOWN or isinstance(file.parents[call], ast.Expr)
        for call in calls
    )


def _is_selector(file: FileIndex, function: ast.Lambda) -> bool:
    """Whether a lambda is given to a function that does not look at order."""
    call = file.parents[function]
    if isinstance(call, ast.keyword):
        call = file.parents[call]
    name = file.names.qualified_name(call.func) if isinstance(call, ast.Call) else None
    return (name or "").partition(".")[0] in PURE_PACKAGES
