"""What evaluating an expression does besides reading, and whether that may be later, or twice."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.results import ARRAY_METHODS
from treelint.project.types import Array, ArrayKind, ClassObject, Function
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.resolve import Scope

_PURE_MODULES = ("jax.lax.", "jax.nn.", "jax.numpy.", "jax.random.", "math.")
_PURE_BUILTINS = frozenset(
    f"builtins.{name}"
    for name in ("abs", "bool", "float", "int", "len", "max", "min", "range", "slice", "tuple")
)
_PLAIN = (
    *(ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.BinOp, ast.UnaryOp, ast.BoolOp),
    *(ast.Compare, ast.IfExp, ast.Tuple, ast.JoinedStr, ast.FormattedValue, ast.Slice),
)
_PLAIN_FUNCTIONS = frozenset({"builtins.len", "builtins.abs", "builtins.min", "builtins.max"})
# Control leaves the function in the midst of them, so that others may change what is read.
_HANDS_OVER = (ast.Await, ast.Yield, ast.YieldFrom)
# What cannot raise for the whole numbers that indices are made of.
_HARMLESS = (ast.Add, ast.Sub, ast.Mult, ast.BitAnd, ast.BitOr, ast.BitXor)


def is_plain(file: FileIndex, node: ast.expr) -> bool:
    """Whether an expression only reads, and soon: it may be evaluated more than once."""
    return all(
        isinstance(inner, _PLAIN)
        or (
            isinstance(inner, ast.Call)
            and file.names.qualified_name(inner.func) in _PLAIN_FUNCTIONS
            and not inner.keywords
        )
        for inner in walk(node)
    )


def is_literal(node: ast.expr) -> bool:
    """Whether an expression is the same wherever it is evaluated."""
    return all(isinstance(inner, ast.Constant | ast.UnaryOp) for inner in walk(node))


def is_pure(file: FileIndex, node: ast.expr) -> bool:
    """Whether evaluating an expression changes nothing, but for variables that it binds itself.

    Attributes and items are taken for what they look like.
    """
    for inner in walk(node):
        if isinstance(inner, ast.Call) and not _is_pure_call(file, inner):
            return False
    return not hands_over(node)


def _is_pure_call(file: FileIndex, call: ast.Call) -> bool:
    if takes_functions(file, call):
        return False
    name = file.names.qualified_name(call.func)
    if name is not None:
        return name.startswith(_PURE_MODULES) or name in _PURE_BUILTINS
    match call.func:
        case ast.Attribute(value=ast.Subscript(value=ast.Attribute(attr="at", value=array))):
            return is_jax_array(file, array)
        case ast.Attribute(value=array, attr=attr):
            return attr in ARRAY_METHODS and is_jax_array(file, array)
    return False


def takes_functions(file: FileIndex, call: ast.Call) -> bool:
    """Whether what a call does is up to functions that it is given, as with `jax.lax.map`."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(isinstance(file.types.of(item), Function | ClassObject) for item in arguments)


def is_jax_array(file: FileIndex, node: ast.expr) -> bool:
    """Whether an expression is certainly an array of JAX."""
    type_ = file.types.of(node)
    return isinstance(type_, Array) and type_.kind is ArrayKind.JAX


def is_constant(file: FileIndex, node: ast.expr) -> bool:
    """Whether nothing that is called elsewhere can change what an expression gives."""
    match node:
        case ast.Constant():
            return True
        case ast.Name():
            return is_private(file, node)
        case ast.Tuple(elts=elements):
            return all(is_constant(file, element) for element in elements)
        case ast.Slice(lower=lower, upper=upper, step=step):
            parts = (lower, upper, step)
            return all(part is None or is_constant(file, part) for part in parts)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return is_constant(file, operand)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _HARMLESS):
            return is_constant(file, left) and is_constant(file, right)
        case ast.Subscript(value=value, slice=index):
            return _is_unchanging(file, value) and is_constant(file, index)
        case ast.Attribute(value=value, attr=attr):
            if attr in {"ndim", "shape", "size", "T"}:
                return is_jax_array(file, value) and is_constant(file, value)
    return False


def _is_unchanging(file: FileIndex, node: ast.expr) -> bool:
    is_shape = isinstance(node, ast.Attribute) and node.attr == "shape"
    return (is_shape or is_jax_array(file, node)) and is_constant(file, node)


def is_private(file: FileIndex, name: ast.Name) -> bool:
    """Whether only the code that a variable belongs to gives it a value: no function it calls."""
    owner = file.names.scopes[name].owner(name.id)
    return owner is None or (name.id, owner) not in file.once(_taken)


def is_parameter(file: FileIndex, name: ast.Name) -> bool:
    """Whether a variable is a parameter of its function."""
    owner = file.names.scopes[name].owner(name.id)
    function = None if owner is None else owner.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return False
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    every += [item for item in (arguments.vararg, arguments.kwarg) if item is not None]
    return any(item.arg == name.id for item in every)


def _taken(file: FileIndex) -> frozenset[tuple[str, Scope | None]]:
    """The variables that functions take from around them to assign, each with its own scope."""
    return frozenset(
        (name, file.types.scope_of(statement).owner(name))
        for statement in _declarations(file)
        for name in statement.names
    )


def given_away(file: FileIndex) -> frozenset[str]:
    """The names of the variables that a function assigns for another."""
    return frozenset(name for statement in _declarations(file) for name in statement.names)


def _declarations(file: FileIndex) -> list[ast.Global | ast.Nonlocal]:
    return [*file.nodes(ast.Global), *file.nodes(ast.Nonlocal)]


def hands_over(node: ast.AST) -> bool:
    """Whether other code may run in the midst of it: `await`, `yield`."""
    return any(isinstance(inner, _HANDS_OVER) for inner in walk(node))


def bound_in(*nodes: ast.AST) -> set[str]:
    """The variables that expressions bind by `:=`."""
    inside = (inner for node in nodes for inner in walk(node))
    return {inner.target.id for inner in inside if isinstance(inner, ast.NamedExpr)}


def read_in(*nodes: ast.AST) -> set[str]:
    """The names in some expressions."""
    inside = (inner for node in nodes for inner in walk(node))
    return {inner.id for inner in inside if isinstance(inner, ast.Name)}


def single_targets(target: ast.expr) -> Iterator[ast.expr]:
    """What a target assigns to, in the order in which Python does."""
    match target:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for element in elements:
                yield from single_targets(element)
        case ast.Starred(value=value):
            yield from single_targets(value)
        case _:
            yield target


def may_swap(file: FileIndex, one: ast.expr, other: ast.expr) -> bool:
    """Whether it makes no difference which of two expressions is evaluated first."""
    if bound_in(one) & read_in(other) or bound_in(other) & read_in(one):
        return False
    if is_pure(file, one):
        return is_pure(file, other) or is_constant(file, one)
    return is_pure(file, other) and is_constant(file, other)
