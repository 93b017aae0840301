"""What becomes of a tree, or a part of it, that is given to a call, or whose method is called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.calls import Called, Kind, called, kind_of
from treelint.codemods.callers.families import family
from treelint.codemods.callers.forms import UnclearError, parameters
from treelint.codemods.callers.other_files import definition
from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.container_methods import takes_out, takes_values
from treelint.codemods.holders.freshness import is_unchangeable
from treelint.codemods.holders.handed_on import Handed
from treelint.codemods.holders.keeping import PURE_PACKAGES, Kept, outcomes, stored
from treelint.project.mutators import SETTERS
from treelint.project.types import ClassObject, Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.holders.keeping import Outcome
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


def of_method(file: FileIndex, call: ast.Call, depth: int) -> Iterator[Outcome]:
    """What calling a tree, or a method of something in it, does with it."""
    if not depth:
        return
    target = called(file, call)
    if target is not None:
        yield from _in_methods(file, target, call, depth)
    elif (
        isinstance(call.func, ast.Attribute)
        and (call.func.attr in _GIVING or call.func.attr in _GIVING_BY_OPERATORS)
        # Methods of a library's modules compute.
        and not isinstance(file.types.of(call.func), Function)
        and not is_unchangeable(type_of(file, call))
        and not takes_out(file, call)
    ):
        # Of a list or dict it may be an item.
        yield from outcomes(file, call, depth - 1)


def _in_methods(file: FileIndex, target: Called, call: ast.Call, depth: int) -> Iterator[Outcome]:
    """What a method, or one that overrides it, does with its object."""
    try:
        if kind_of(target.file, target.function) is not Kind.METHOD:
            return
        methods = family(target.file, target.function)
    except UnclearError:
        yield Kept(f"it is not known what `{file.text(call.func)}` does with it")
        return
    for method in methods:
        for own in parameters(method)[:1]:
            yield from _in_function(file, Called(target.file, method), own, call, depth)


# Methods of lists and dicts that return what is in them.
_GIVING = frozenset({"copy", "get", "items", "pop", "popitem", "setdefault", "values"})
# Those that stand behind `[...]` and `for`, called by name.
_GIVING_BY_OPERATORS = frozenset({"__getitem__", "__iter__", "__reversed__"})


def of_argument(
    file: FileIndex, call: ast.AST, argument: ast.AST, depth: int
) -> Iterator[Outcome]:
    """What a function or a constructor does with what it is given."""
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
            if isinstance(function, ClassObject):
                yield from _in_constructor(file, function, call, argument)
            yield from outcomes(file, call, depth - 1)
        return
    if name.partition(".")[0] in PURE_PACKAGES or _is_transformed(file, call.func):
        return
    home = definition(file, function) if isinstance(function, Function) and depth else None
    if home is not None and isinstance(function, Function):
        parameter = _parameter(function, call, argument)
        if parameter is not None:
            if not function.transforms:
                yield from _in_functions(file, Called(*home), parameter, call, depth)
            return
    if name.startswith("builtins.") and depth:
        yield from outcomes(file, call, depth - 1)
        return
    if takes_values(file, call):
        return
    yield Kept(f"it is passed to `{file.text(call.func)}`, which may keep it")


def _in_constructor(
    file: FileIndex, made: ClassObject, call: ast.Call, argument: ast.AST
) -> Iterator[Outcome]:
    """What a class's own constructor does with what it is given, but for putting it inside."""
    init = made.cls.member("__init__")
    if init is None or not isinstance(init.node, ast.FunctionDef):
        return
    owner = init.owner
    function = Function(init.node, owner.module, owner.outside, bound=made, owner=owner)
    home = definition(file, function)
    if home is None:
        return
    parameter = _parameter(function, call, argument)
    if parameter is None:
        yield Kept(f"it is passed to `{file.text(call.func)}`, which may keep it")
        return
    reason = home[0].once(Handed).of(*home, parameter).reason
    if reason is not None:
        yield Kept(f"in `{made.cls.short_name}` {reason}")


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
    names = {parameter.arg for parameter in (*parameters, *function.node.args.kwonlyargs)}
    for keyword in call.keywords:
        if (keyword.value is argument or keyword is argument) and keyword.arg in names:
            return keyword.arg
    return None


def _in_functions(
    file: FileIndex, target: Called, parameter: str, call: ast.Call, depth: int
) -> Iterator[Outcome]:
    """What a function does with a parameter, or a method that overrides it with its own."""
    try:
        methods = family(target.file, target.function)
    except UnclearError:
        yield Kept(f"it is passed to `{file.text(call.func)}`, which may keep it")
        return
    place = parameters(target.function).index(parameter)
    for method in methods:
        names = parameters(method)
        if place < len(names):
            name = parameter if parameter in names else names[place]
            yield from _in_function(file, Called(target.file, method), name, call, depth)


def _in_function(
    file: FileIndex, target: Called, parameter: str, call: ast.Call, depth: int
) -> Iterator[Outcome]:
    """What a function of the project does with what it is given, and what its caller then does."""
    function = target.function
    handed = target.file.once(Handed).of(target.file, function, parameter)
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
                    yield from stored(file, elements[place])
        case _:
            yield from outcomes(file, call, depth - 1)
