"""Functions that change what they are given: whether each caller gets it back, and can.

In the program as if trees could be changed, a function that changes its parameter changes the
caller's tree. The same comes of a function that returns the parameter to callers who all put it
where the argument came from. To make a function one of those changes nothing by itself; then its
body can be rewritten.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.called_objects import check_calls_are_seen
from treelint.codemods.callers.calls import (
    Kind,
    Parameter,
    argument_of,
    called,
    kind_of,
    plain_form,
)
from treelint.codemods.callers.families import class_of_method, family, is_stub
from treelint.codemods.callers.forms import (
    UnclearError,
    form_of,
    own_nodes,
    parameters,
    returns_of,
)
from treelint.codemods.callers.other_files import is_named_elsewhere
from treelint.codemods.holders.freshness import is_fresh
from treelint.fullnames import TREE_AT
from treelint.tree_at_call import bind
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

__all__ = ["Parameter", "UnclearError"]

# Decorators that call the function with copies of what they are given.
_COPYING = frozenset(
    {
        *("equinox.filter_grad", "equinox.filter_jit", "equinox.filter_value_and_grad"),
        *("equinox.filter_vmap", "jax.grad", "jax.jit", "jax.value_and_grad", "jax.vmap"),
    }
)


def parameter_of(file: FileIndex, name: ast.Name) -> Parameter | None:
    """The parameter that a variable is, if it is one of a function that is written out."""
    owner = file.names.scopes[name].owner(name.id)
    function = None if owner is None else owner.node
    if not isinstance(function, ast.FunctionDef) or name.id not in parameters(function):
        return None
    return parameter_named(file, function, name.id)


def parameter_named(file: FileIndex, function: ast.FunctionDef, name: str) -> Parameter:
    """The parameter of a function that has a name."""
    is_method = isinstance(file.parents[function], ast.ClassDef) and not any(
        file.names.qualified_name(item) == "builtins.staticmethod"
        for item in function.decorator_list
    )
    return Parameter(file, function, name, is_self=is_method and parameters(function)[0] == name)


def gets_copies(file: FileIndex, parameter: Parameter) -> bool:
    """Whether whoever calls the function gives it copies: it is compiled, or differentiated."""
    decorators = parameter.function.decorator_list
    names = {
        file.names.qualified_name(node.func if isinstance(node, ast.Call) else node)
        for node in decorators
    }
    return bool(decorators) and names <= _COPYING


def check_plain(file: FileIndex, parameter: Parameter) -> None:
    """Raise if the function is not one whose callers can be followed."""
    function = parameter.function
    shown = f"`{function.name}`"
    kind = kind_of(file, function)
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function)):
        msg = f"{shown} is a generator"
        raise UnclearError(msg)
    scope = file.types.scope_of(function)
    if scope.owner(function.name) is not scope or len(scope.bindings[function.name]) != 1:
        msg = f"there is another {shown}"
        raise UnclearError(msg)
    if kind is Kind.CLASS_METHOD and parameter.is_self:
        msg = f"`{parameter.name}` is a class"
        raise UnclearError(msg)
    if kind is not Kind.FUNCTION:
        check_method(file, function)
    is_looked_for = kind is Kind.FUNCTION or parameter.is_self
    if not is_looked_for and is_named_elsewhere(file, function.name):
        msg = f"{shown} is named in other files, whose calls are not followed"
        raise UnclearError(msg)
    check_rebound(file, parameter)
    check_returns(file, parameter)


def check_rebound(
    file: FileIndex, parameter: Parameter, asked: frozenset[ast.AST] = frozenset()
) -> None:
    """Raise if the function gives the parameter another value than an update of itself."""
    function = parameter.function
    shown = f"`{function.name}`"
    for node in own_nodes(function):
        if (
            isinstance(node, ast.Name)
            and node.id == parameter.name
            and _is_other(file, node, asked)
        ):
            msg = f"{shown} gives `{parameter.name}` another value"
            raise UnclearError(msg)
    if any(
        isinstance(node, ast.Nonlocal) and parameter.name in node.names for node in walk(function)
    ):
        msg = f"a function in {shown} may give `{parameter.name}` another value"
        raise UnclearError(msg)


def check_never_assigned(file: FileIndex, parameter: Parameter) -> None:
    """Raise if a function makes a new tree of its parameter, which its caller does not see.

    Updates that take the place of changes come once all callers have what is returned.
    """
    for node in own_nodes(parameter.function):
        if not isinstance(node, ast.Name) or node.id != parameter.name:
            continue
        if not isinstance(node.ctx, ast.Load) and not _is_for_none(file, node):
            msg = f"`{parameter.function.name}` makes a new tree of `{parameter.name}`"
            raise UnclearError(msg)


def check_returns(file: FileIndex, parameter: Parameter) -> None:
    """Raise if the tree may still change when it is settled what is returned."""
    for node in returns_of(parameter.function):
        for outer in file.ancestors(node):
            if outer is parameter.function:
                break
            if isinstance(outer, ast.Try) and any(
                isinstance(inner, ast.Name) and inner.id == parameter.name
                for statement in outer.finalbody
                for inner in walk(statement)
            ):
                msg = f"`{parameter.name}` may change in a `finally` after what is returned"
                raise UnclearError(msg)


def check_method(file: FileIndex, method: ast.FunctionDef) -> None:
    """Raise if a method may be called without its name, or in a class that is not known."""
    info = class_of_method(file, method)
    if info is None or not info.is_complete:
        raise UnclearError("not all bases of the class are known")
    if method.name == "__call__":
        check_calls_are_seen(file, info)
    elif method.name.startswith("__") and method.name.endswith("__"):
        msg = f"`{method.name}` is called by Python itself"
        raise UnclearError(msg)


def _is_other(file: FileIndex, name: ast.Name, asked: frozenset[ast.AST]) -> bool:
    """Whether a place gives a parameter a value that is no update of it."""
    if isinstance(name.ctx, ast.Load) or is_own_update(file, name, asked):
        return False
    return not _is_for_none(file, name)


def _is_for_none(file: FileIndex, name: ast.Name) -> bool:
    """Whether a parameter gets a new tree where it is None: nobody has given one."""
    match file.parents[name]:
        case ast.Assign(targets=[ast.Name()], value=value) as statement:
            match file.parents[statement]:
                case ast.If(
                    test=ast.Compare(
                        left=ast.Name(id=asked),
                        ops=[ast.Is()],
                        comparators=[ast.Constant(value=None)],
                    ),
                    body=body,
                ):
                    return asked == name.id and body[0] is statement and is_fresh(file, value)
    return False


def is_own_update(
    file: FileIndex, target: ast.expr, asked: frozenset[ast.AST] = frozenset()
) -> bool:
    """Whether a place gives a variable an updated copy of what it holds."""
    match file.parents.get(target):
        case ast.Assign(targets=[_], value=ast.Call() as call):
            if file.names.qualified_name(call.func) in TREE_AT:
                tree = bind(call, file.names).pytree
                return tree is not None and ast.unparse(tree) == ast.unparse(target)
    return gets_back(file, target, asked)


def gets_back(file: FileIndex, target: ast.expr, asked: frozenset[ast.AST] = frozenset()) -> bool:
    """Whether a variable, or a part of a tree, is assigned what a call returns that it gave it."""
    match file.parents.get(target):
        case ast.Assign(targets=[_], value=ast.Call() as call):
            return _returns_it(file, call, target, None, asked)
        case ast.Tuple(elts=elements) as outer if target in elements:
            match file.parents[outer]:
                case ast.Assign(targets=[_], value=ast.Call() as call):
                    index = elements.index(target)
                    if any(isinstance(item, ast.Starred) for item in elements[:index]):
                        return False
                    return _returns_it(file, call, target, index, asked)
    return False


def _returns_it(
    file: FileIndex,
    call: ast.Call,
    target: ast.expr,
    index: int | None,
    asked: frozenset[ast.AST],
) -> bool:
    """Whether a call returns what a target holds, by itself or at an index."""
    shown = ast.unparse(target)
    return any(
        place == index and ast.unparse(argument) == shown
        for place, argument in given_back(file, call, asked)
    )


def given_back(
    file: FileIndex, call: ast.Call, asked: frozenset[ast.AST] = frozenset()
) -> list[tuple[int | None, ast.expr]]:
    """The arguments that a call returns, each with its index in a tuple; None is the whole.

    The functions that are `asked` about are taken to do so until something else is found.
    """
    target = called(file, call)
    if target is None:
        return []
    function = target.function
    form = plain_form(function)
    if form is None or not form.given:
        return []
    found: list[tuple[int | None, ast.expr]] = []
    for index, name in enumerate(form.given):
        parameter = parameter_named(target.file, function, name)
        argument = _followed(file, parameter, call, asked)
        if argument is not None:
            found.append((index if form.is_display else None, origin(file, argument, asked)))
    return found


def _followed(
    file: FileIndex, parameter: Parameter, call: ast.Call, asked: frozenset[ast.AST]
) -> ast.expr | None:
    """What a call gives for a parameter that the function, whichever runs, gives back as it is."""
    function = parameter.function
    try:
        argument = argument_of(file, parameter, call)
        if function in asked:
            return argument
        form = plain_form(function)
        methods = family(parameter.file, function) if parameter.is_self else [function]
        for member in methods:
            if is_stub(parameter.file, member):
                continue
            own = parameters(member)[0] if parameter.is_self else parameter.name
            other = plain_form(member)
            if form is None or other is None or other.is_display is not form.is_display:
                return None
            if other.given[: form.given.index(parameter.name) + 1][-1:] != (own,):
                return None
            one = parameter_named(parameter.file, member, own)
            check_rebound(parameter.file, one, asked | {function})
    except UnclearError:
        return None
    return argument


def method_gives_back(file: FileIndex, cls: ClassInfo, name: str) -> bool:
    """Whether a method of this file, whichever heir has it, returns its object and no more."""
    member = cls.member(name)
    method = None if member is None or member.owner.module is not file.module else member.node
    if not isinstance(method, ast.FunctionDef):
        return False
    try:
        for one in family(file, method):
            form = form_of(one)
            if form.given != tuple(parameters(one)[:1]) or form.is_display:
                return False
            check_rebound(file, parameter_named(file, one, form.given[0]))
    except UnclearError:
        return False
    return True


def origin(
    file: FileIndex, argument: ast.expr, asked: frozenset[ast.AST] = frozenset()
) -> ast.expr:
    """What an argument is, through calls that only return what they are given."""
    while isinstance(argument, ast.Call):
        whole = [item for index, item in given_back(file, argument, asked) if index is None]
        if not whole:
            break
        argument = whole[0]
    return argument


def is_put_back(file: FileIndex, call: ast.Call, argument: ast.expr, index: int | None) -> bool:
    """Whether what a call returns at an index goes where the argument came from."""
    shown = ast.unparse(argument)
    match file.parents[call]:
        case ast.Assign(targets=[ast.Tuple(elts=elements)]) if index is not None:
            plain = not any(isinstance(item, ast.Starred) for item in elements[: index + 1])
            return plain and len(elements) > index and ast.unparse(elements[index]) == shown
        case ast.Assign(targets=[target]) if index is None:
            return ast.unparse(target) == shown
        case ast.Call() | ast.Attribute() as outer if index is None:
            around = file.parents[outer] if isinstance(outer, ast.Attribute) else outer
            if not isinstance(around, ast.Call):
                return False
            # One call inside another, which returns the same.
            handed = any(
                place is None and item is argument for place, item in given_back(file, around)
            )
            return handed and is_put_back(file, around, argument, None)
    return False
