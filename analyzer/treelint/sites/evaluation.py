"""The order in which expressions are evaluated: whether it matters, and what it may change."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.results import ARRAY_METHODS
from treelint.project.types import Array, ArrayKind
from treelint.resolve import ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.index import FileIndex

_PURE_MODULES = ("jax.lax.", "jax.nn.", "jax.numpy.", "jax.random.", "math.")
_PURE_BUILTINS = frozenset(
    f"builtins.{name}"
    for name in ("abs", "bool", "float", "int", "len", "max", "min", "range", "slice", "tuple")
)
# These hold nothing that is evaluated with them, or run other code.
_IMPURE = (ast.Await, ast.Yield, ast.YieldFrom)
# What cannot raise for the whole numbers that indices are made of.
_HARMLESS = (ast.Add, ast.Sub, ast.Mult, ast.BitAnd, ast.BitOr, ast.BitXor)


def is_pure(file: FileIndex, node: ast.expr) -> bool:
    """Whether evaluating an expression changes nothing, but for variables that it binds itself.

    Attributes and items are taken for what they look like.
    """
    for inner in walk(node):
        if isinstance(inner, _IMPURE):
            return False
        if isinstance(inner, ast.Call) and not _is_pure_call(file, inner):
            return False
    return True


def _is_pure_call(file: FileIndex, call: ast.Call) -> bool:
    name = file.names.qualified_name(call.func)
    if name is not None:
        return name.startswith(_PURE_MODULES) or name in _PURE_BUILTINS
    match call.func:
        case ast.Attribute(value=ast.Subscript(value=ast.Attribute(attr="at", value=array))):
            return is_jax_array(file, array)
        case ast.Attribute(value=array, attr=attr):
            return attr in ARRAY_METHODS and is_jax_array(file, array)
    return False


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
    """Whether only the function that a variable is read in gives it a value, or nothing does."""
    scopes = file.names.scopes
    scope = scopes[name].enclosing(ScopeKind.MODULE, ScopeKind.CLASS, ScopeKind.FUNCTION)
    owner = scopes[name].owner(name.id)
    if owner is None:
        return True
    if name.id in file.once(_given_away):
        return False
    if owner is scope or owner.kind is ScopeKind.COMPREHENSION:
        return True
    return len(owner.bindings[name.id]) == 1


def _given_away(file: FileIndex) -> frozenset[str]:
    """The names that some function of the file takes from around it, to give them new values."""
    statements: list[ast.Global | ast.Nonlocal]
    statements = [*file.nodes(ast.Global), *file.nodes(ast.Nonlocal)]
    return frozenset(name for statement in statements for name in statement.names)


def bound_in(*nodes: ast.expr) -> set[str]:
    """The variables that expressions bind by `:=`."""
    inside = (inner for node in nodes for inner in walk(node))
    return {inner.target.id for inner in inside if isinstance(inner, ast.NamedExpr)}


def read_in(*nodes: ast.AST) -> set[str]:
    """The names in some expressions."""
    inside = (inner for node in nodes for inner in walk(node))
    return {inner.id for inner in inside if isinstance(inner, ast.Name)}


def may_swap(file: FileIndex, one: ast.expr, other: ast.expr) -> bool:
    """Whether it makes no difference which of two expressions is evaluated first."""
    if bound_in(one) & read_in(other) or bound_in(other) & read_in(one):
        return False
    if is_pure(file, one):
        return is_pure(file, other) or is_constant(file, one)
    return is_pure(file, other) and is_constant(file, other)
