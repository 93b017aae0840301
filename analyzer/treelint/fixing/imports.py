"""How a function of another module can be called at a place, and the import that this takes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Rewrite, Splice
from treelint.fullnames import FAMILIES
from treelint.index import end_of
from treelint.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.findings import Change
    from treelint.index import FileIndex


@dataclass(frozen=True, slots=True)
class Reference:
    """What to write for a function, and the import to add where none serves."""

    text: str
    added: tuple[Splice, ...] = ()

    def instead_of(self, node: ast.expr) -> tuple[Change, ...]:
        """The changes that call it where another function stands."""
        return Rewrite(node, self._written), *self.added

    def _written(self, old: cst.BaseExpression) -> cst.BaseExpression:
        import libcst as cst

        return cst.parse_expression(self.text).with_changes(lpar=old.lpar, rpar=old.rpar)


def reference(file: FileIndex, module: str, name: str, place: ast.Name) -> Reference | None:
    """How to write `module.name` where `place` stands; None if its name is taken there."""
    for statement, bound, text in _served(file, module, name, place):
        if _is_bound_by(file, statement, bound, place):
            return Reference(text)
    if "." in module or not file.names.is_free(module, place):
        return None
    added = _added(file, module)
    return None if added is None else Reference(f"{module}.{name}", (added,))


def first_name(node: ast.expr) -> ast.Name | None:
    """The name that a dotted name begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node if isinstance(node, ast.Name) else None


def of_either_family(file: FileIndex, name: str, node: ast.expr) -> Reference | None:
    """How to write a function that both families have: by the one that the file imports.

    It is to stand in the place of a dotted name.
    """
    place = first_name(node)
    if place is None:
        return None
    families = sorted(FAMILIES, key=lambda family: family != file.runtime)
    found = {family: reference(file, family, name, place) for family in families}
    for family in families:
        served = found[family]
        if served is not None and not served.added:
            return served
    imported = [family for family in families if _is_imported(file, family)]
    return found[(imported or families)[0]]


def _is_imported(file: FileIndex, package: str) -> bool:
    """Whether anything of a package is imported in the file."""
    names = [alias.name for node in file.nodes(ast.Import) for alias in node.names]
    names += [node.module or "" for node in file.nodes(ast.ImportFrom) if node.level == 0]
    return any(name.partition(".")[0] == package for name in names)


def _served(
    file: FileIndex, module: str, name: str, place: ast.Name
) -> Iterator[tuple[ast.stmt, str, str]]:
    """The imports above that serve: each with the name that it binds, and what to write."""
    imports = (*file.nodes(ast.Import), *file.nodes(ast.ImportFrom))
    for statement in imports:
        if statement.lineno >= place.lineno:
            continue
        match statement:
            case ast.Import(names=aliases):
                for alias in aliases:
                    bound = alias.asname or alias.name
                    if alias.name == module and "." not in bound:
                        yield statement, bound, f"{bound}.{name}"
            case ast.ImportFrom(module=source, names=aliases, level=0) if source == module:
                for alias in aliases:
                    if alias.name == name:
                        yield statement, alias.asname or name, alias.asname or name


def _is_bound_by(file: FileIndex, statement: ast.stmt, name: str, place: ast.Name) -> bool:
    """Whether the name is that of an import of the module, or of a function around the place.

    It has one meaning there, and is not shadowed.
    """
    owner = file.names.scopes[place].owner(name)
    if owner is None or len(owner.bindings[name]) != 1:
        return False
    parent = file.parents[statement]
    is_of_function = isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef)
    return owner.node is parent and (owner is file.names.module or is_of_function)


def _added(file: FileIndex, module: str) -> Splice | None:
    """`import module` on a line of its own before the first import, after `__future__`."""
    source = file.source
    future: ast.stmt | None = None
    imports = (*file.nodes(ast.Import), *file.nodes(ast.ImportFrom))
    for statement in sorted(imports, key=lambda node: node.lineno):
        if file.parents[statement] is not file.tree:
            continue
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            future = statement
        else:
            start = source.offset(statement.lineno, statement.col_offset)
            if start != source.line_start(statement.lineno):
                return None
            return Splice(start, start, f"import {module}{source.newline}")
    if future is None:
        return None
    end = source.offset(*end_of(future))
    rest = source.text[end:]
    if not rest.startswith(source.newline):
        return None  # a comment, or another statement
    return Splice(end, end, f"{source.newline}import {module}")
