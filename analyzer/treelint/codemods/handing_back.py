"""Functions that change what they are given: whether each caller gets it back, and can.

In the program as if trees could be changed, a function that changes its parameter changes the
caller's tree. The same comes of a function that returns the parameter to callers who all put it
where the argument came from. To make a function one of those changes nothing by itself; then its
body can be rewritten.
"""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING

from treelint.codemods.freshness import is_fresh
from treelint.codemods.other_files import definition
from treelint.codemods.places import type_of
from treelint.fullnames import TREE_AT
from treelint.project.types import Function, Instance
from treelint.records import dataclass, field
from treelint.tree_at_call import bind
from treelint.walk import children

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# Decorators that call the function with copies of what they are given.
_COPYING = frozenset(
    {
        *("equinox.filter_grad", "equinox.filter_jit", "equinox.filter_value_and_grad"),
        *("equinox.filter_vmap", "jax.grad", "jax.jit", "jax.value_and_grad", "jax.vmap"),
    }
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class Form(enum.Enum):
    """What a function returns, with regard to one of its parameters."""

    NOTHING = "nothing"
    VALUE = "something else"
    BACK = "the parameter"
    BACK_AND_VALUE = "the parameter first, and something else"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function that is written out; of a method it is the first."""

    file: FileIndex = field(repr=False)
    function: ast.FunctionDef
    name: str
    is_self: bool


@dataclass(frozen=True, slots=True)
class Use:
    """A call of a function: where it stands, and what it gives for the parameter."""

    file: FileIndex = field(repr=False)
    call: ast.Call
    argument: ast.expr


class UnclearError(Exception):
    """Why it cannot be seen to that every caller gets the tree back; the text says it."""


def parameter_of(file: FileIndex, name: ast.Name) -> Parameter | None:
    """The parameter that a variable is, if it is one of a function that is written out."""
    owner = file.names.scopes[name].owner(name.id)
    function = None if owner is None else owner.node
    if not isinstance(function, ast.FunctionDef):
        return None
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    if not any(item.arg == name.id for item in arguments):
        return None
    is_method = isinstance(file.parents[function], ast.ClassDef)
    return Parameter(file, function, name.id, is_self=is_method and arguments[0].arg == name.id)


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
    if function.decorator_list:
        msg = f"{shown} is decorated, so that its callers are not known"
        raise UnclearError(msg)
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes(function)):
        msg = f"{shown} is a generator"
        raise UnclearError(msg)
    same = [node for node in file.nodes(ast.FunctionDef) if node.name == function.name]
    if len(same) > 1:
        msg = f"there is another {shown}"
        raise UnclearError(msg)
    if any(
        name.id == function.name and not isinstance(name.ctx, ast.Load)
        for name in file.nodes(ast.Name)
    ):
        msg = f"{shown} is given another value"
        raise UnclearError(msg)
    if parameter.is_self:
        check_method(file, function)
    elif isinstance(file.parents[function], ast.ClassDef):
        msg = f"`{parameter.name}` is a parameter of a method"
        raise UnclearError(msg)
    check_rebound(file, parameter)


def check_rebound(file: FileIndex, parameter: Parameter) -> None:
    """Raise if the function gives the parameter another value than an update of itself."""
    function = parameter.function
    shown = f"`{function.name}`"
    for node in own_nodes(function):
        if isinstance(node, ast.Name) and node.id == parameter.name and _is_other(file, node):
            msg = f"{shown} gives `{parameter.name}` another value"
            raise UnclearError(msg)


def check_method(file: FileIndex, method: ast.FunctionDef) -> None:
    """Raise if a method may be called without its name, or another one by the same name."""
    shown = f"`{method.name}`"
    if method.name.startswith("__") and method.name.endswith("__"):
        msg = f"{shown} is called by Python itself"
        raise UnclearError(msg)
    cls = file.parents[method]
    info = file.types.class_info(cls) if isinstance(cls, ast.ClassDef) else None
    if info is None or not info.is_complete:
        raise UnclearError("not all bases of the class are known")
    heirs = (file.types.class_info(node) for node in file.nodes(ast.ClassDef) if node is not cls)
    is_annotated = method.returns is not None
    if is_annotated and any(heir is not None and heir.is_subclass_of(info) for heir in heirs):
        msg = f"the result of {shown} would need another annotation for each heir of its class"
        raise UnclearError(msg)
    if any(base.own_members.get(method.name) for base in info.mro[1:]):
        msg = f"a base of the class has another {shown}"
        raise UnclearError(msg)


def _is_other(file: FileIndex, name: ast.Name) -> bool:
    """Whether a place gives a parameter a value that is no update of it."""
    if isinstance(name.ctx, ast.Load):
        return False
    match file.parents[name]:
        case ast.Assign(targets=[ast.Name()], value=ast.Call() as call):
            if file.names.qualified_name(call.func) in TREE_AT:
                tree = bind(call, file.names).pytree
                return not (isinstance(tree, ast.Name) and tree.id == name.id)
            return not _is_handed(call, name.id)
        case ast.Tuple(elts=[first, *_]) as target if first is name:
            match file.parents[target]:
                case ast.Assign(value=ast.Call() as call):
                    return not _is_handed(call, name.id)
    return True


def _is_handed(call: ast.Call, name: str) -> bool:
    """Whether a call gets a variable, by itself or to call a method of it."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if isinstance(call.func, ast.Attribute):
        arguments.append(call.func.value)
    return any(isinstance(item, ast.Name) and item.id == name for item in arguments)


def form_of(parameter: Parameter) -> Form:
    """What the function returns; raise if that is not the same wherever it ends."""
    function = parameter.function
    returns = [node for node in own_nodes(function) if isinstance(node, ast.Return)]
    forms = {_form_of_return(node, parameter.name) for node in returns}
    if not _ends_by_itself(function.body):
        forms.add(Form.NOTHING)
    if len(forms) != 1:
        msg = f"`{function.name}` does not return the same wherever it ends"
        raise UnclearError(msg)
    return forms.pop()


def _form_of_return(node: ast.Return, name: str) -> Form:
    match node.value:
        case None | ast.Constant(value=None):
            return Form.NOTHING
        case ast.Name(id=returned) if returned == name:
            return Form.BACK
        case ast.Tuple(elts=[ast.Name(id=first), _]) if first == name:
            return Form.BACK_AND_VALUE
    return Form.VALUE


def _ends_by_itself(body: list[ast.stmt]) -> bool:
    """Whether the end of a block is never passed."""
    match body[-1]:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=one, orelse=other) if other:
            return _ends_by_itself(one) and _ends_by_itself(other)
        case ast.With(body=inner):
            return _ends_by_itself(inner)
    return False


def uses_of(file: FileIndex, parameter: Parameter) -> list[Use]:
    """All calls of the function; raise if it may be called otherwise."""
    function = parameter.function
    shown = f"`{function.name}`"
    found: list[Use] = []
    for node in _names_of(file, parameter):
        call = file.parents[node]
        if not isinstance(call, ast.Call) or call.func is not node:
            msg = f"{shown} is used otherwise than by a call"
            raise UnclearError(msg)
        found.append(Use(file, call, argument_for(file, parameter, call)))
    # Loaded here: the two ask each other.
    from treelint.codemods.other_uses import uses_elsewhere

    return [*found, *uses_elsewhere(parameter)]


def _names_of(file: FileIndex, parameter: Parameter) -> Iterator[ast.expr]:
    """Where the function is named."""
    function = parameter.function
    if parameter.is_self:
        for attribute in file.nodes(ast.Attribute):
            if attribute.attr == function.name:
                yield attribute
        if any(
            node.value == function.name
            for node in file.nodes(ast.Constant)
            if isinstance(node.value, str)
        ):
            msg = f"`{function.name}` stands in a string"
            raise UnclearError(msg)
        return
    for name in file.nodes(ast.Name):
        if name.id == function.name and file.names.definition(name) is function:
            yield name


def argument_for(file: FileIndex, parameter: Parameter, call: ast.Call) -> ast.expr:
    """What a call in a file, maybe another one, gives for a parameter."""
    function = parameter.function
    if parameter.is_self:
        if not isinstance(call.func, ast.Attribute):
            msg = f"`{function.name}` is called in a way that is not followed"
            raise UnclearError(msg)
        receiver = call.func.value
        type_ = type_of(file, receiver)
        # Loaded here: the two ask each other.
        from treelint.codemods.other_uses import is_class_of

        is_own = isinstance(type_, Instance) and any(
            is_class_of(cls, parameter) for cls in type_.cls.mro
        )
        if not is_own:
            msg = f"it is not known what `{ast.unparse(call.func)}` is"
            raise UnclearError(msg)
        return receiver
    if any(isinstance(item, ast.Starred) for item in call.args):
        msg = f"it is not plain what a call gives for `{parameter.name}`"
        raise UnclearError(msg)
    names = [item.arg for item in (*function.args.posonlyargs, *function.args.args)]
    given = dict(zip(names, call.args, strict=False))
    given |= {item.arg: item.value for item in call.keywords if item.arg is not None}
    if parameter.name not in given:
        msg = f"it is not plain what a call gives for `{parameter.name}`"
        raise UnclearError(msg)
    return given[parameter.name]


def is_put_back(use: Use, form: Form) -> bool:
    """Whether a call puts what the function returns where the argument came from."""
    if is_fresh(use.file, use.argument):
        return True
    match use.file.parents[use.call]:
        case ast.Assign(targets=[ast.Tuple(elts=[first, _])]) if form is Form.BACK_AND_VALUE:
            return ast.unparse(first) == ast.unparse(use.argument)
        case ast.Assign(targets=[target]) if form is Form.BACK:
            return ast.unparse(target) == ast.unparse(use.argument)
    return False


def given_back(file: FileIndex, call: ast.Call) -> Iterator[ast.expr]:
    """The arguments that a call returns, by itself or first among others."""
    for parameter in _called(file, call):
        try:
            form = form_of(parameter)
            argument = argument_for(file, parameter, call)
            check_rebound(parameter.file, parameter)
        except UnclearError:
            continue
        if form in {Form.BACK, Form.BACK_AND_VALUE}:
            yield argument


def _called(file: FileIndex, call: ast.Call) -> Iterator[Parameter]:
    """The parameters of the function of the project that is called."""
    if isinstance(call.func, ast.Name):
        function = file.names.definition(call.func)
        if isinstance(function, ast.FunctionDef):
            yield from _parameters(file, function)
            return
    elif isinstance(call.func, ast.Attribute):
        for method in file.nodes(ast.FunctionDef):
            if method.name == call.func.attr and isinstance(file.parents[method], ast.ClassDef):
                yield from _parameters(file, method)
    found = file.types.of(call.func)
    defined = definition(file, found) if isinstance(found, Function) else None
    if defined is not None and defined[0] is not file:
        yield from _parameters(*defined)


def _parameters(file: FileIndex, function: ast.FunctionDef) -> Iterator[Parameter]:
    """The parameters of a function whose change is followed; of a method it is the first."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    if isinstance(file.parents[function], ast.ClassDef):
        if arguments:
            yield Parameter(file, function, arguments[0].arg, is_self=True)
    elif not function.decorator_list:
        for item in arguments:
            yield Parameter(file, function, item.arg, is_self=False)


def own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, _FUNCTIONS):
            pending += children(node)
