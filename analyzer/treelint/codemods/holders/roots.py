"""The variable, attribute or item that a tree is kept in, and what the updated one is given to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.other_files import is_named_elsewhere
from treelint.codemods.finding.places import type_of
from treelint.codemods.holders.sharing import sharing
from treelint.findings import Splice
from treelint.project.types import Listing, ListingKind, Mapping
from treelint.resolve import ScopeKind
from treelint.sites.evaluation import given_away, is_parameter, is_plain

if TYPE_CHECKING:
    from treelint.codemods.finding.places import Chain
    from treelint.findings import Change
    from treelint.index import FileIndex


def why_shared(file: FileIndex, statement: ast.stmt, root: Chain) -> str | None:
    """Why assigning the updated tree to its root is not the same."""
    if isinstance(root, ast.Name):
        return _of_variable(file, statement, root)
    if isinstance(root, ast.Attribute):
        # Loaded here: most roots are variables.
        from treelint.codemods.flow.meanwhile import read_around
        from treelint.codemods.holders.attribute_roots import shared_attribute

        return read_around(file, statement, root) or shared_attribute(file, statement, root)
    shown = file.text(root)
    if not isinstance(root.value, ast.Name) or not is_plain(file, root.slice):
        return f"something else may hold what `{shown}` is"
    held = type_of(file, root.value)
    if not isinstance(held, Mapping) and not (
        isinstance(held, Listing) and held.kind is ListingKind.LIST
    ):
        return f"it is not known that the items of `{file.text(root.value)}` can be assigned"
    # An item of a list or dict, which is changed in place as before.
    if is_parameter(file, root.value):
        return f"something else may hold what `{shown}` is"
    return sharing(file, root.value, statement)


def _of_variable(file: FileIndex, statement: ast.stmt, root: ast.Name) -> str | None:
    scope = file.names.scopes[root]
    owner = scope.owner(root.id)
    if owner is None:
        return f"it is not known what `{root.id}` is"
    if scope.kind is ScopeKind.CLASS or owner.kind is ScopeKind.CLASS:
        return "a selector in a class body cannot see the names of the class"
    if not file.names.is_local(root) and not _can_be_declared(file, statement, root):
        kind = "module" if owner.kind is ScopeKind.MODULE else "function around this one"
        return f"`{root.id}` is a variable of the {kind}; assigning to it here makes another one"
    if owner is scope and root.id not in file.once(given_away):
        return sharing(file, root, statement)
    # Loaded here: most roots are variables of one function.
    from treelint.codemods.flow.meanwhile import read_around

    return read_around(file, statement, root) or sharing(file, root, statement)


def _can_be_declared(file: FileIndex, statement: ast.stmt, root: ast.Name) -> bool:
    """Whether `global` makes a module's variable one that the function may assign."""
    owner = file.names.scopes[root].owner(root.id)
    if owner is None or owner.kind is not ScopeKind.MODULE or is_named_elsewhere(file, root.id):
        return False
    return _function_around(file, statement) is not None


def _function_around(file: FileIndex, statement: ast.stmt) -> ast.FunctionDef | None:
    """The function that a statement stands in, if that is one of the module itself."""
    for outer in file.ancestors(statement):
        if isinstance(outer, ast.FunctionDef):
            return outer if isinstance(file.parents[outer], ast.Module) else None
        if isinstance(outer, ast.Lambda | ast.ClassDef | ast.AsyncFunctionDef):
            return None
    return None


def declaration(file: FileIndex, statement: ast.stmt, root: ast.expr) -> tuple[Change, ...]:
    """The `global` statement that an assignment to a variable of the module needs."""
    function = _function_around(file, statement)
    if not isinstance(root, ast.Name) or file.names.is_local(root) or function is None:
        return ()
    first = function.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if is_text and len(function.body) > 1:
        first = function.body[1]
    start = file.source.offset(first.lineno, first.col_offset)
    line = file.source.text[file.source.line_start(first.lineno) : start]
    if line.strip():
        return (Splice(start, start, f"global {root.id}; "),)
    return (Splice(start, start, f"global {root.id}{file.source.newline}{line}"),)


def first_statements(file: FileIndex, statement: ast.stmt) -> list[ast.stmt]:
    """The statements before which a declaration would go."""
    function = _function_around(file, statement)
    return [] if function is None else function.body[:2]
