"""Which assignments of a variable may be the one that a place reads."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.codemods.flow.loops import Loop
from treelint.project.flow import DefinitionKind
from treelint.project.types import Listing, Mapping, Scalar
from treelint.project.variables import parameter_names, reaching
from treelint.resolve import ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.index import FileIndex

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
# Builtins that take all that a generator has to give, or enough to know, and then drop it.
_USING_UP = frozenset(
    f"builtins.{name}"
    for name in (
        *("all", "any", "dict", "frozenset", "list", "max", "min", "set", "sorted", "sum"),
        "tuple",
    )
)
Position: TypeAlias = tuple[int, int]


def bound_by(file: FileIndex, use: ast.Name) -> frozenset[ast.AST | None] | None:
    """The statements that may have bound a variable as a place reads it; None if untold.

    Among them None stands for what the variable was when its function began: a parameter, or
    nothing.
    """
    owner = file.names.scopes[use].owner(use.id)
    if owner is None or owner.kind is ScopeKind.COMPREHENSION:
        return None
    found = reaching(file.types, use, owner)
    if found is None:
        return None
    return frozenset(
        None if definition.kind is DefinitionKind.START else definition.node
        for definition in found
    )


def may_read(file: FileIndex, store: ast.Name, use: ast.Name) -> bool:
    """Whether a place may read what another place gives to a variable."""
    if not isinstance(use.ctx, ast.Load):
        return False
    statements = bound_by(file, use)
    if statements is None or is_deferred(file, use):
        return True
    if any(isinstance(node, ast.AugAssign) for node in statements):
        return True  # a list is lengthened, and holds what it held
    return any(node is not None and store in walk(node) for node in statements)


def is_augmented(file: FileIndex, use: ast.Name) -> bool:
    """Whether `+=` and the like may change what a variable holds in place."""
    statement = file.parents[use]
    return isinstance(statement, ast.AugAssign) and statement.target is use


def is_unbound_at_first(file: FileIndex, name: ast.Name) -> bool:
    """Whether reading a variable before its first assignment raises."""
    owner = file.names.scopes[name].owner(name.id)
    if owner is None or owner.kind is not ScopeKind.FUNCTION:
        return False
    return name.id not in parameter_names(owner.node)


def stores_in(file: FileIndex, statement: ast.AST, name: ast.Name) -> list[ast.Name]:
    """Where a statement itself binds the variable that a name stands for."""
    targets: list[ast.expr] = []
    match statement:
        case ast.Assign():
            targets = statement.targets
        case ast.AnnAssign(target=target) | ast.For(target=target) | ast.AugAssign(target=target):
            targets = [target]
    scopes = file.names.scopes
    return [
        node
        for target in targets
        for node in walk(target)
        if isinstance(node, ast.Name)
        and node.id == name.id
        and not isinstance(node.ctx, ast.Load)
        and scopes[node].owner(node.id) is scopes[name].owner(name.id)
    ]


def function_around(file: FileIndex, node: ast.AST) -> ast.AST:
    """The function, lambda or class that a node stands in; the module, if none."""
    for outer in file.ancestors(node):
        if isinstance(outer, _FUNCTIONS):
            return outer
    return file.tree


def is_deferred(file: FileIndex, use: ast.expr) -> bool:
    """Whether a place is in a generator expression that is run when somebody asks, maybe later.

    What it goes over first is evaluated at once.
    """
    part: ast.AST = use
    is_first = False
    for outer in file.ancestors(use):
        match outer:
            case ast.comprehension(iter=iterated):
                is_first = part is iterated
            case ast.GeneratorExp(generators=[first, *_]):
                if not (is_first and part is first) and not is_used_up(file, outer):
                    return True
            case ast.stmt():
                return False
        part = outer
    return False


def is_used_up(file: FileIndex, comprehension: ast.expr) -> bool:
    """Whether nothing of a comprehension is still to be read once its statement goes on."""
    if not isinstance(comprehension, ast.GeneratorExp):
        return True
    match file.parents[comprehension]:
        case ast.Call(func=ast.Attribute(value=receiver, attr="extend" | "join" | "update")):
            # Another class may have a method of that name, which keeps what it is given.
            return isinstance(file.types.of(receiver), Listing | Mapping | Scalar)
        case ast.Call(func=function, args=[given, *_]) if given is comprehension:
            return file.names.qualified_name(function) in _USING_UP
    return False


def position(node: ast.stmt | ast.expr) -> Position:
    """Where a node begins."""
    return node.lineno, node.col_offset


def span_between(
    file: FileIndex, start: ast.stmt, uses: Iterable[ast.Name]
) -> tuple[Position, Position]:
    """From where to where in the text is all that may be run between a statement and its uses.

    A loop with one of them alone is run through before the other, or after: all of it counts.
    """
    first, last = position(start), _end(start)
    around = set(file.ancestors(start)) | {start}
    for use in uses:
        last = max(last, _end(use))
        outers = set(file.ancestors(use))
        for loop in outers ^ around:
            if isinstance(loop, Loop):
                first, last = min(first, position(loop)), max(last, _end(loop))
    return first, last


def _end(node: ast.stmt | ast.expr) -> Position:
    return node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
