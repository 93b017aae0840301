"""What becomes of a tree, or of a part of it, that an expression reads: who has it afterwards."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.finding.places import type_of
from treelint.codemods.flow.reach import is_used_up
from treelint.codemods.holders.container_methods import takes_out, takes_values
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.codemods.holders.handed_on import Handed
from treelint.codemods.holders.returning import PURE_PACKAGES
from treelint.project.mutators import SETTERS
from treelint.project.types import ClassObject, Function
from treelint.records import dataclass, replace
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# Builtins that look at what they are given, and return nothing of it.
_LOOKING = frozenset(
    f"builtins.{name}"
    for name in (
        *("abs", "all", "any", "bool", "callable", "float", "format", "hasattr", "hash", "id"),
        *(
            "int",
            "isinstance",
            "issubclass",
            "len",
            "print",
            "repr",
            "round",
            "str",
            "sum",
            "type",
        ),
    )
)
# Of these, those that with more arguments give something that holds them.
_STARTING = frozenset({"builtins.sum", "builtins.type"})
# Methods of types that are called by the type, and give what they are given in something new.
_MAKING = frozenset({"dict.fromkeys"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Alias:
    """Another variable has it, by this assignment or loop."""

    name: ast.Name


@dataclass(frozen=True, slots=True)
class Kept:
    """Something else may have it; the reason says what.

    `inside` is the field or item that it is assigned to, if it is that.
    """

    reason: str
    inside: ast.expr | None = None


Keeping: TypeAlias = Alias | Kept


def keepings(file: FileIndex, read: ast.expr, depth: int = _MAX_DEPTH) -> Iterator[Keeping]:
    """Who has what an expression gives, once the statement is done that it stands in."""
    part: ast.AST = read
    parent = file.parents[read]
    while True:
        is_target = isinstance(part, ast.Attribute | ast.Subscript) and not isinstance(
            part.ctx, ast.Load
        )
        if is_target or (isinstance(part, ast.expr) and is_unchangeable(type_of(file, part))):
            return
        match parent:
            case ast.Attribute() | ast.IfExp() | ast.BoolOp() | ast.Starred() | ast.BinOp():
                if isinstance(parent, ast.IfExp) and part is parent.test:
                    return
            case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.Await():
                pass
            case ast.Subscript(slice=index) if part is index:
                if not isinstance(parent.ctx, ast.Load):
                    yield Kept(f"it is a key of `{file.text(parent.value)}`")
                return
            case ast.Subscript():
                pass
            case ast.Call(func=function) if part is function:
                yield from _of_method(file, parent, depth)
                return
            case ast.Call() | ast.keyword():
                call = parent if isinstance(parent, ast.Call) else file.parents[parent]
                yield from _of_argument(file, call, part, depth)
                return
            case ast.NamedExpr(target=target):
                yield Alias(target)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                generator = next((one for one in parent.generators if one.iter is part), None)
                if generator is not None:
                    yield from _of_loop(file, generator.target, depth)
                    if is_used_up(file, parent):
                        return
                if any(part in one.ifs for one in parent.generators):
                    return
            case _:
                yield from _of_statement(file, part, parent)
                return
        part, parent = parent, file.parents[parent]


def _of_statement(file: FileIndex, part: ast.AST, parent: ast.AST) -> Iterator[Keeping]:
    match parent:
        case ast.Assign(targets=targets, value=value) if part is value:
            for target in targets:
                yield from _stored(file, target)
        case ast.AnnAssign(target=target, value=value) if part is value:
            yield from _stored(file, target)
        case ast.For(target=target, iter=iterated) if part is iterated:
            yield from _stored(file, target)
        case ast.AugAssign(target=target):
            yield Kept(f"it is put into `{file.text(target)}`")
        case ast.Yield() | ast.YieldFrom():
            yield Kept("it is yielded")
        case ast.Lambda(body=body) if part is not body:
            yield Kept("it is the default of a parameter")
        case ast.Expr() | ast.Return() | ast.Assert() | ast.If() | ast.While() | ast.Lambda():
            return
        case ast.Compare() if _asks_identity(parent):
            yield Kept("it is asked which object it is")
        case ast.Compare() | ast.UnaryOp() | ast.FormattedValue() | ast.Slice() | ast.Delete():
            return
        case _:
            yield Kept("it is used in a way that is not followed")


def _asks_identity(node: ast.Compare) -> bool:
    """Whether two objects are compared as such; None is one that everybody knows."""
    is_asked = any(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops)
    parts = (node.left, *node.comparators)
    return is_asked and not any(isinstance(part, ast.Constant) for part in parts)


def _stored(file: FileIndex, target: ast.expr) -> Iterator[Keeping]:
    match target:
        case ast.Name():
            yield Alias(target)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from _stored(file, element)
        case ast.Starred(value=inner):
            yield from _stored(file, inner)
        case _:
            yield Kept(f"it is stored in `{file.text(target)}`", target)


def _of_loop(file: FileIndex, target: ast.expr, depth: int) -> Iterator[Keeping]:
    """What a comprehension does with the items of something."""
    names = [node for node in walk(target) if isinstance(node, ast.Name)]
    for name in names:
        for use in file.uses(name):
            if isinstance(use.ctx, ast.Load) and depth:
                yield from keepings(file, use, depth - 1)


def _of_method(file: FileIndex, call: ast.Call, depth: int) -> Iterator[Keeping]:
    """What calling a tree, or a method of something in it, does with it."""
    function = file.types.of(call.func)
    if isinstance(function, Function) and depth:
        node = function.node
        parameters = [*node.args.posonlyargs, *node.args.args]
        home = _home(file, function)
        # Methods of a library's modules compute.
        if home is not None and not isinstance(node, ast.Lambda) and parameters:
            yield from _in_function(file, home, parameters[0].arg, call, depth)
    elif (
        depth
        and isinstance(call.func, ast.Attribute)
        and (call.func.attr in _GIVING or call.func.attr in _GIVING_BY_OPERATORS)
        and not is_unchangeable(type_of(file, call))
        and not takes_out(file, call)
    ):
        # Of a list or dict it may be an item.
        yield from keepings(file, call, depth - 1)


# Methods of lists and dicts that return what is in them.
_GIVING = frozenset({"copy", "get", "items", "pop", "popitem", "setdefault", "values"})
# Those that stand behind `[...]` and `for`, called by name.
_GIVING_BY_OPERATORS = frozenset({"__getitem__", "__iter__", "__reversed__"})


def _of_argument(
    file: FileIndex, call: ast.AST, argument: ast.AST, depth: int
) -> Iterator[Keeping]:
    if not isinstance(call, ast.Call):
        return
    name = file.names.qualified_name(call.func) or ""
    if name == "builtins.id":
        yield Kept("it is asked which object it is")
    is_starting = name in _STARTING and (len(call.args) > 1 or bool(call.keywords))
    if (name in _LOOKING and not is_starting) or name == "copy.deepcopy":
        return
    if _is_putting(name):
        is_object = name.rpartition(".")[2] in SETTERS and argument in call.args[:1]
        if not is_object and not sets_value(file, call):
            yield Kept(f"it is passed to `{file.text(call.func)}`, which may keep it")
        return
    function = file.types.of(call.func)
    if isinstance(function, ClassObject) or name.endswith(".Partial"):
        if depth:
            yield from keepings(file, call, depth - 1)
        return
    if name.partition(".")[0] in PURE_PACKAGES or _is_transformed(file, call.func):
        return
    home = _home(file, function) if isinstance(function, Function) and depth else None
    if home is not None and isinstance(function, Function):
        parameter = _parameter(function, call, argument)
        if parameter is not None and not isinstance(function.node, ast.Lambda):
            if not function.transforms:
                yield from _in_function(file, home, parameter, call, depth)
            return
    if name.startswith("builtins.") and depth:
        yield from keepings(file, call, depth - 1)
        return
    if takes_values(file, call):
        return
    yield Kept(f"it is passed to `{file.text(call.func)}`, which may keep it")


def _is_putting(name: str) -> bool:
    """Whether a builtin puts what it is given into something: `setattr`, `list.append`."""
    start, _, method = name.partition(".")
    return start == "builtins" and (method in SETTERS or ("." in method and method not in _MAKING))


def sets_value(file: FileIndex, call: ast.Call) -> bool:
    """Whether `setattr` gives a tree a field that is annotated as a number or an array."""
    return call in file.once(_values_set)


def _values_set(file: FileIndex) -> frozenset[ast.expr]:
    return frozenset(
        mutation.node
        for mutation in file.mutations
        if all(is_unchangeable(one.place.type) for one in mutation.each())
    )


_Home: TypeAlias = "tuple[FileIndex, Function]"


def _home(file: FileIndex, function: Function) -> _Home | None:
    """The file of the project that a function is in, and the function as that file has it."""
    if function.module is file.module:
        return file, function
    # Loaded here: most files are alone.
    from treelint.codemods.callers.other_files import definition

    found = definition(file, function)
    return None if found is None else (found[0], replace(function, node=found[1]))


def _is_transformed(file: FileIndex, function: ast.expr) -> bool:
    """Whether it is what `jit`, `grad` or `vmap` made: what those call gets a copy."""
    value = file.names.value(function)
    if not isinstance(value, ast.Call):
        return False
    name = file.names.qualified_name(value.func) or ""
    return name.partition(".")[0] in {"equinox", "jax"}


def _parameter(function: Function, call: ast.Call, argument: ast.AST) -> str | None:
    """The parameter that an argument is given for, where that is plain."""
    parameters = [*function.node.args.posonlyargs, *function.node.args.args]
    if function.bound is not None:
        parameters = parameters[1:]
    if any(isinstance(item, ast.Starred) for item in call.args):
        return None
    for parameter, item in zip(parameters, call.args, strict=False):
        if item is argument:
            return parameter.arg
    for keyword in call.keywords:
        if keyword.value is argument or keyword is argument:
            return keyword.arg
    return None


def _in_function(
    file: FileIndex, home: _Home, parameter: str, call: ast.Call, depth: int
) -> Iterator[Keeping]:
    """What a function of the project does with what it is given, and what its caller then does."""
    inner, function = home[0], home[1].node
    if not isinstance(function, ast.FunctionDef) or not depth:
        yield Kept(f"it is passed to `{file.text(call.func)}`, which may keep it")
        return
    handed = inner.once(Handed).of(inner, function, parameter)
    if handed.reason is not None:
        yield Kept(f"in `{function.name}` {handed.reason}")
        return
    if not handed.places:
        return
    match file.parents[call]:
        case ast.Assign(targets=[ast.Tuple(elts=elements)]) if (
            None not in handed.places
            and not any(isinstance(element, ast.Starred) for element in elements)
        ):
            for place in handed.places:
                if place is not None and place < len(elements):
                    yield from _stored(file, elements[place])
        case _:
            yield from keepings(file, call, depth - 1)
