"""Programs taken apart into files: classes, functions that use them, and the code that is run."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.analyzer.codemods.execution import Outcome, run
from treelint.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MAIN = "main"
_FIX = ("--fix", "--unsafe-fixes", "--isolated", "--no-cache")


@dataclass(frozen=True, slots=True)
class SplitJudgement:
    """What became of a program in several files; `mistakes` say where it means something else."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    is_rewritten: bool
    mistakes: tuple[str, ...]


def split(code: str) -> dict[str, str]:
    """The files of a program: `shapes` has its classes, `steps` its functions."""
    tree = ast.parse(code)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    apart: list[ast.stmt] = [*imports, *classes, *functions]
    rest = [node for node in tree.body if node not in apart]
    from_shapes = _import("shapes", classes)
    from_steps = _import("steps", functions)
    above = [_text(code, node) for node in imports]
    texts = {
        "shapes": [*above, *(_text(code, node) for node in classes)],
        "steps": [*above, from_shapes, *(_text(code, node) for node in functions)],
        MAIN: [*above, from_shapes, from_steps, *(_text(code, node) for node in rest)],
    }
    # What must come first in a file does so in each.
    return {name: "\n".join(filter(None, parts)) + "\n" for name, parts in texts.items()}


def _import(module: str, nodes: Sequence[ast.ClassDef | ast.FunctionDef]) -> str:
    names = ", ".join(node.name for node in nodes)
    return f"from {module} import {names}" if names else ""


def _text(code: str, node: ast.stmt) -> str:
    lines = code.splitlines()
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(item.lineno for item in decorators)])
    return "\n".join(lines[first - 1 : node.end_lineno])


def judge_split(code: str, results: Sequence[str]) -> SplitJudgement | None:
    """Fix a program in several files, and run it before and after; None if it cannot be split."""
    original = run(code, results, mutable=True)
    before = split(code)
    with _folder(before) as folder:
        if original.differences(_run(folder, results, mutable=True)):
            return None  # functions that use variables of the program
        _fix()
        after = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
        mistakes = original.differences(_run(folder, results, mutable=True))
        frozen = _run(folder, results, mutable=False)
        is_rewritten = after != before and not original.differences(frozen)
        _fix()
        again = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
        if again != after:
            mistakes += ("a second run changed it again",)
    return SplitJudgement(before, after, is_rewritten, mistakes)


def _fix() -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main([*_FIX, "."])


@contextlib.contextmanager
def _folder(texts: Mapping[str, str]) -> Iterator[Path]:
    here, bytecode = Path.cwd(), sys.dont_write_bytecode
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem, text in texts.items():
            (folder / f"{stem}.py").write_text(text, encoding="utf-8")
        os.chdir(folder)
        sys.path.insert(0, name)
        # Files that change within a second look unchanged.
        sys.dont_write_bytecode = True
        try:
            yield folder
        finally:
            sys.dont_write_bytecode = bytecode
            sys.path.remove(name)
            sys.path_importer_cache.pop(name, None)
            os.chdir(here)


def _run(folder: Path, results: Sequence[str], *, mutable: bool) -> Outcome:
    names = {path.stem for path in folder.glob("*.py")} - {MAIN}
    for name in names & sys.modules.keys():
        del sys.modules[name]
    code = (folder / f"{MAIN}.py").read_text(encoding="utf-8")
    try:
        return run(code, results, mutable=mutable)
    finally:
        for name in names & sys.modules.keys():
            del sys.modules[name]
