"""Whether an expression gives something else if it is evaluated later than it stands.

A selector is called last, and what is put into a tree is evaluated before. So what an index or a
value reads must not change meanwhile: no code may run that assigns to it, in a function or in
passing.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.places import first_name, type_of
from treelint.codemods.purity import is_plain
from treelint.project.types import Array, ClassObject, Function, Scalar
from treelint.resolve import ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.index import FileIndex

# Packages and builtins whose functions assign to nothing of the program.
_SILENT_PACKAGES = frozenset({"equinox", "jax", "math", "numpy", "optax", "treeops"})
_SILENT_BUILTINS = frozenset(
    f"builtins.{name}" for name in ("abs", "bool", "float", "int", "len", "max", "min", "range")
)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def may_change(
    file: FileIndex, node: ast.expr, meanwhile: Iterable[ast.expr], tree: str | None = None
) -> bool:
    """Whether an expression may give something else once others were evaluated.

    What it reads of the variable `tree` was seen to change nowhere else.
    """
    others = list(meanwhile)
    bound = {name for other in others for name in bound_in_passing(other)}
    runs_code = any(may_run_code(file, other) for other in others)
    if not runs_code and not bound:
        return False
    for inner in walk(node):
        match inner:
            case ast.Name(id=name):
                if name in bound or (runs_code and not is_steady(file, inner)):
                    return True
            case ast.Attribute() | ast.Subscript() | ast.Call():
                root = first_name(inner)
                if runs_code and (tree is None or root is None or root.id != tree):
                    return True
    return False


def bound_in_passing(node: ast.AST) -> frozenset[str]:
    """The variables that an expression assigns to, by `:=`."""
    return frozenset(
        inner.target.id
        for inner in walk(node)
        if isinstance(inner, ast.NamedExpr) and isinstance(inner.target, ast.Name)
    )


def is_steady(file: FileIndex, name: ast.Name) -> bool:
    """Whether only the code around a name assigns to its variable: no function that it calls."""
    owner = file.names.scopes[name].owner(name.id)
    if owner is None:
        return True
    for use in file.uses(name):
        if isinstance(use.ctx, ast.Load):
            continue
        scope = file.names.scopes[use]
        while scope.kind is ScopeKind.COMPREHENSION and scope.parent is not None:
            scope = scope.parent
        if scope is not owner:
            return False
    return True


def may_run_code(file: FileIndex, node: ast.expr) -> bool:
    """Whether evaluating an expression may run code of the program, or of who knows whom."""
    if is_plain(file, node):
        return False
    return any(
        isinstance(inner, ast.Await | ast.Yield | ast.YieldFrom)
        or (isinstance(inner, ast.Call) and not _is_silent(file, inner))
        or isinstance(inner, _COMPREHENSIONS)
        for inner in walk(node)
    )


def _is_silent(file: FileIndex, call: ast.Call) -> bool:
    """Whether a call only computes: of numbers and arrays, by a function that is known."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if any(isinstance(file.types.of(item), Function | ClassObject) for item in arguments):
        return False
    if isinstance(call.func, ast.Attribute) and isinstance(
        type_of(file, call.func.value), Array | Scalar
    ):
        return True
    name = file.names.qualified_name(call.func) or ""
    return name.partition(".")[0] in _SILENT_PACKAGES or name in _SILENT_BUILTINS
