"""Write the new name of a function for its old one, and import it as the file imports it."""

from __future__ import annotations

import ast
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from treelint.findings import Change, Fix, Rewrite, Splice

if TYPE_CHECKING:
    from collections.abc import Callable

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.sites.successors import Successor

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def of_attribute(file: FileIndex, node: ast.Attribute, module: str, new: Successor) -> Fix | None:
    """`jax.tree_map` becomes `jax.tree.map`, whatever the module `jax` is called there."""
    path = f"{new.package}.{new.path}".removeprefix(f"{module}.")
    change = _use(file, node, new, lambda old: _attribute(old, path))
    return None if change is None else Fix.safe(f"use `{new.full_name}`", change)


def of_import(
    file: FileIndex, statement: ast.ImportFrom, alias: ast.alias, new: Successor
) -> Fix | None:
    """The new name, imported and used; or the new under the old, if others may ask for that."""
    name = alias.asname or new.name
    uses: list[Rewrite | None] = []
    if new.call or name not in {alias.asname, alias.name}:
        reads = _reads(file, statement, alias)
        if reads and (alias.asname or _is_unused(file, name)):
            uses = [_use(file, read, new, lambda old: _named(old, name)) for read in reads]
        elif new.call:
            return None
        else:
            name = alias.name
    imported = new.name if name == new.name else f"{new.name} as {name}"
    changes = _import(file, statement, alias, f"from {new.module} import {imported}")
    if changes is None or None in uses:
        return None
    return Fix.safe(f"use `{new.full_name}`", *changes, *filter(None, uses))


def _import(
    file: FileIndex, statement: ast.ImportFrom, alias: ast.alias, line: str
) -> list[Change] | None:
    """The statement becomes another one, or that comes before it if it imports more."""
    if len(statement.names) == 1:
        return [Rewrite(statement, lambda old: _import_line(old, line))]
    start = file.source.offset(statement.lineno, statement.col_offset)
    indentation = file.source.text[file.source.line_start(statement.lineno) : start]
    if indentation.strip() or "#" in file.text(statement):
        return None
    before = Splice(start, start, f"{line}{file.source.newline}{indentation}")
    return [before, Rewrite(statement, lambda old: _without(old, alias.name))]


def _reads(file: FileIndex, statement: ast.ImportFrom, alias: ast.alias) -> list[ast.Name]:
    """Where the imported name is read; none if it may be read in other ways, or elsewhere."""
    bound = alias.asname or alias.name
    module = file.names.module
    is_top = not any(isinstance(outer, _DEFINITIONS) for outer in file.ancestors(statement))
    if not is_top or len(module.bindings[bound]) != 1 or "__all__" in module.bindings:
        return []
    if PurePath(file.source.filename).name == "__init__.py":
        return []
    return [
        name
        for name, scope in file.names.scopes.items()
        if name.id == bound and scope.owner(bound) is module
    ]


def _is_unused(file: FileIndex, name: str) -> bool:
    """Whether a file binds or reads no variable of this name."""
    scopes = {id(scope): scope for scope in file.names.scopes.values()}.values()
    return (
        name not in file.names.module.bindings
        and not any(name in scope.bindings for scope in scopes)
        and not any(node.id == name for node in file.names.scopes)
    )


def _use(
    file: FileIndex,
    use: ast.expr,
    new: Successor,
    rename: Callable[[Any], cst.BaseExpression],
) -> Rewrite | None:
    """The change where the function is named; None if it should be called there, and is not."""
    if not new.call:
        return Rewrite(use, rename)
    call = file.parents[use]
    if not isinstance(call, ast.Call) or call.func is not use or call.args:
        return None
    return Rewrite(call, lambda old: _static(old.with_changes(func=rename(old.func))))


def _static(call: cst.Call) -> cst.Call:
    """The call with `static=True` before all else."""
    import libcst as cst

    none = cst.SimpleWhitespace("")
    equal = cst.AssignEqual(whitespace_before=none, whitespace_after=none)
    static = cst.Arg(cst.Name("True"), keyword=cst.Name("static"), equal=equal)
    return call.with_changes(args=[static, *call.args])


def _attribute(old: cst.Attribute, path: str) -> cst.Attribute:
    """What is below the same module under another path."""
    import libcst as cst

    *between, last = path.split(".")
    value = old.value
    for name in between:
        value = cst.Attribute(value, cst.Name(name))
    return old.with_changes(value=value, attr=cst.Name(last))


def _named(old: cst.Name, name: str) -> cst.Name:
    return old.with_changes(value=name)


def _import_line(old: cst.ImportFrom, line: str) -> cst.ImportFrom:
    """The statement with another module and name, in the form that it has."""
    import libcst as cst

    statement = cst.ensure_type(cst.parse_statement(line), cst.SimpleStatementLine)
    new = cst.ensure_type(statement.body[0], cst.ImportFrom)
    if isinstance(old.names, cst.ImportStar) or isinstance(new.names, cst.ImportStar):
        return new
    alias = new.names[0].with_changes(comma=old.names[0].comma)
    return old.with_changes(module=new.module, names=[alias])


def _without(old: cst.ImportFrom, name: str) -> cst.ImportFrom:
    """The statement without one of its names."""
    import libcst as cst

    if isinstance(old.names, cst.ImportStar):
        return old
    names = [alias for alias in old.names if alias.evaluated_name != name]
    if old.names[-1].evaluated_name == name:
        # The last comma, or that there is none, stays.
        names[-1] = names[-1].with_changes(comma=old.names[-1].comma)
    return old.with_changes(names=names)
