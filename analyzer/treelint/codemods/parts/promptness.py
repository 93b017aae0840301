"""Whether a part of a tree is read right after a variable gets it, so that it may be read then.

There may be no such item; then the program ends where it is read.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import type_of
from treelint.project.types import NONE, alternatives
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.index import FileIndex

# Functions of these do nothing that is seen, but compute.
_COMPUTING = frozenset({"jax", "math", "numpy", "optax"})
_BUILTINS = frozenset(
    f"builtins.{name}"
    for name in ("abs", "bool", "float", "int", "len", "max", "min", "range", "round", "sum")
)
# What may not be evaluated at all, or not then.
_MAYBE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp)

_CHAINS = (ast.Attribute, ast.Subscript)


def is_read_at_once(
    file: FileIndex, statement: ast.stmt, chain: ast.expr, uses: Iterable[ast.Name]
) -> bool:
    """Whether nothing is seen to happen before the part is read, or it is there for certain."""
    if _is_there(file, chain):
        return True
    wanted, read = set(uses), ast.unparse(chain)
    for follower in _followers(file, statement):
        if not isinstance(follower, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr):
            return False
        if not _only_computes(file, follower):
            return False
        for node in walk(follower):
            is_part = node in wanted or (isinstance(node, _CHAINS) and ast.unparse(node) == read)
            if is_part and _is_certain(file, node, follower):
                return True
    return False


def _is_there(file: FileIndex, chain: ast.expr) -> bool:
    while isinstance(chain, ast.Attribute):
        chain = chain.value
        if NONE in alternatives(type_of(file, chain)):
            return False
    return isinstance(chain, ast.Name)


def _followers(file: FileIndex, statement: ast.stmt) -> list[ast.stmt]:
    """The statements after one in its block."""
    parent = file.parents[statement]
    for field in ("body", "orelse", "finalbody"):
        block = getattr(parent, field, None)
        if isinstance(block, list) and statement in block:
            return block[block.index(statement) + 1 :]
    return []


def _only_computes(file: FileIndex, statement: ast.stmt) -> bool:
    for node in walk(statement):
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom):
            return False
        if isinstance(node, ast.Call):
            name = file.names.qualified_name(node.func) or ""
            if name not in _BUILTINS and name.partition(".")[0] not in _COMPUTING:
                return False
    return True


def _is_certain(file: FileIndex, node: ast.AST, statement: ast.stmt) -> bool:
    for outer in file.ancestors(node):
        if outer is statement:
            return True
        if isinstance(outer, (*_MAYBE, ast.GeneratorExp)):
            return False
    return False
