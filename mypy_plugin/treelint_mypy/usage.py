"""What becomes of a function: the linter's question, asked of the file as the linter reads it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import CallExpr

    from treelint.index import FileIndex


def is_only_called(call: CallExpr, api: TypeChecker) -> bool:
    """Whether what a call makes is called, or given to what calls it, and nothing else."""
    # Loaded here: few programs have such a call.
    from treelint.sites.usage import Use, uses_of

    file = _read(Path(api.path))
    if file is None:
        return False
    places = [node for node in file.nodes(ast.Call) if _is_at(node, call)]
    if len(places) != 1:
        return False
    uses = set(uses_of(file, places[0]))
    return bool(uses) and Use.KEPT not in uses


def _is_at(node: ast.Call, call: CallExpr) -> bool:
    place = node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
    return place == (call.line, call.column, call.end_line, call.end_column)


def _read(path: Path) -> FileIndex | None:
    """The file, as the linter sees it; None if it cannot be read, or not parsed."""
    from treelint.index import FileIndex
    from treelint.parse import ParseFailure, parse_file
    from treelint.project.project import Project
    from treelint.resolve import resolve
    from treelint.source import Failure, decode, read_bytes

    data = read_bytes(path, str(path))
    source = data if isinstance(data, Failure) else decode(data, str(path))
    if isinstance(source, Failure):
        return None
    parsed = parse_file(source)
    if isinstance(parsed, ParseFailure):
        return None
    project = Project()
    names, parents = resolve(parsed.tree, project.package(path), {})
    file = FileIndex(source, parsed.tree, names, parents, project)
    names.origin = file.origin
    return file
