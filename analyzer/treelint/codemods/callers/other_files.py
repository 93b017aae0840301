"""The other files of a project that name something of a file, and what stands in them."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.index import FileIndex
from treelint.parse import ParseFailure
from treelint.resolve import resolve
from treelint.source import NOTEBOOK, Failure, decode

if TYPE_CHECKING:
    from treelint.project.library import Module
    from treelint.project.types import Function


def is_named_elsewhere(file: FileIndex, name: str) -> bool:
    """Whether another file of the project has this word in it; so it is where there are many."""
    return naming(file, name) != ()


def naming(file: FileIndex, name: str) -> tuple[Path, ...] | None:
    """The other files of the project that have a word in them; None if there are too many."""
    return file.neighbours.naming(path_of(file), name)


def path_of(file: FileIndex) -> Path:
    """Where a file is."""
    return Path(file.source.filename).absolute()


def other_file(file: FileIndex, path: Path) -> FileIndex | None:
    """Another file of the project, looked into as this one is; None if it cannot be.

    A notebook is not: its cells need not run in their order.
    """
    # What comes of it is no longer a matter of this file alone.
    others = file.neighbours.others
    if path not in others:
        others[path] = None if path.suffix in {NOTEBOOK, ".pyi"} else _looked_into(file, path)
    return others[path]


def _looked_into(file: FileIndex, path: Path) -> FileIndex | None:
    project = file.project
    data = project.trees.read(path)
    source = data if isinstance(data, Failure) else decode(data, str(path))
    if isinstance(source, Failure):
        return None
    tree = project.trees.parse(source)
    if isinstance(tree, ParseFailure):
        return None
    names, parents = resolve(tree, project.package(path), file.names.aliases)
    other = FileIndex(source, tree, names, parents, project, runtime=file.runtime)
    names.origin = other.origin
    return other


def file_of(file: FileIndex, module: Module) -> FileIndex | None:
    """The file that a module is, if it is one of the project's own."""
    if module is file.module or module.path == path_of(file):
        return file
    if module.path is None or any(
        module.path.is_relative_to(folder) for folder in file.project.packages
    ):
        return None
    return other_file(file, module.path)


def definition(file: FileIndex, function: Function) -> tuple[FileIndex, ast.FunctionDef] | None:
    """The file of the project that a function is written in, and its node there."""
    home = file_of(file, function.module)
    if home is None or not isinstance(function.node, ast.FunctionDef):
        return None
    if home is file:
        return home, function.node
    # Another reading of the file has other nodes, maybe in other lines.
    owner = None if function.owner is None else function.owner.short_name
    same = home.once(_functions).get((owner, function.node.name), [])
    return (home, same[0]) if len(same) == 1 else None


def _functions(file: FileIndex) -> dict[tuple[str | None, str], list[ast.FunctionDef]]:
    """The functions of a module and the methods of its classes, by the class and the name."""
    found: dict[tuple[str | None, str], list[ast.FunctionDef]] = {}
    for node in file.nodes(ast.FunctionDef):
        outer = file.parents[node]
        owner = outer.name if isinstance(outer, ast.ClassDef) else None
        found.setdefault((owner, node.name), []).append(node)
    return found
