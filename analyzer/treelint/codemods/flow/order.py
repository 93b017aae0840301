"""Whether an expression gives something else if it is evaluated later than it stands.

A selector is called last, and what is put into a tree is evaluated before. So what an index or a
value reads must not change meanwhile: no code may run that assigns to it, in a function or in
passing.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import first_name, type_of
from treelint.codemods.holders.keeping import PURE_PACKAGES
from treelint.project.types import Array, Scalar
from treelint.sites.evaluation import bound_in, hands_over, is_plain, is_private, takes_functions
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.index import FileIndex

# Builtins whose functions assign to nothing of the program.
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
    bound = {name for other in others for name in bound_in(other)}
    runs_code = any(may_run_code(file, other) for other in others)
    if not runs_code and not bound:
        return False
    for inner in walk(node):
        match inner:
            case ast.Name(id=name):
                if name in bound or (runs_code and not is_private(file, inner)):
                    return True
            case ast.Attribute() | ast.Subscript() | ast.Call():
                root = first_name(inner)
                if runs_code and (tree is None or root is None or root.id != tree):
                    return True
    return False


def may_run_code(file: FileIndex, node: ast.expr) -> bool:
    """Whether evaluating an expression may run code of the program, or of who knows whom."""
    if is_plain(file, node):
        return False
    return hands_over(node) or any(
        (isinstance(inner, ast.Call) and not _is_silent(file, inner))
        or isinstance(inner, _COMPREHENSIONS)
        for inner in walk(node)
    )


def _is_silent(file: FileIndex, call: ast.Call) -> bool:
    """Whether a call only computes: of numbers and arrays, by a function that is known."""
    if takes_functions(file, call):
        return False
    if isinstance(call.func, ast.Attribute) and isinstance(
        type_of(file, call.func.value), Array | Scalar
    ):
        return True
    name = file.names.qualified_name(call.func) or ""
    return name.partition(".")[0] in PURE_PACKAGES or name in _SILENT_BUILTINS
