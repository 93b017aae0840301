"""One run of treelint over the installed packages."""

from __future__ import annotations

import ast
import json
import tokenize
from functools import cache
from typing import TYPE_CHECKING

from tests.end_to_end.real_code.packages import environment
from tests.end_to_end.real_code.verdicts import Found, Place
from tests.end_to_end.support import run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.end_to_end.real_code.packages import Package


class LintError(Exception):
    """treelint could not do all of its work; the text is what it said."""


def lint(packages: Sequence[Package], below: Path) -> list[Found]:
    """What the default rules find in the packages installed below a folder."""
    by_folder = {package.folder: package for package in packages}
    options = ("--isolated", "--no-cache", "--python", environment(packages, below))
    result = run("treelint", *options, "--output-format", "json", *by_folder, cwd=below)
    if result.stderr or result.returncode not in {0, 1}:
        raise LintError(result.stderr or result.stdout)
    found: list[Found] = []
    for entry in json.loads(result.stdout):
        folder, _, path = entry["filename"].partition("/")
        file = below / entry["filename"]
        package, row = by_folder[folder], entry["location"]["row"]
        text = lines_of(file)[row - 1].strip()
        place = Place(package.name, path, function_around(file, row), text, entry["code"])
        found.append(Found(place, package.version, row, entry["message"]))
    return found


@cache
def lines_of(file: Path) -> list[str]:
    """The lines of a file."""
    with tokenize.open(file) as lines:
        return list(lines)


@cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


def function_around(file: Path, row: int) -> str:
    """The functions and classes around a row, from the outermost inwards, with dots."""
    return ".".join(_around(_tree(file), row)) or "<module>"


def _around(node: ast.AST, row: int) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        first, last = getattr(child, "lineno", row), getattr(child, "end_lineno", row)
        if not first <= row <= last:
            continue
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield child.name
        yield from _around(child, row)
