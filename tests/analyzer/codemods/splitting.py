"""Programs taken apart into files: classes, functions that use them, and the code that is run."""

from __future__ import annotations

import ast
import contextlib
import io
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
    if original.differences(_run(before, results, mutable=True)):
        return None  # functions that use variables of the program
    with _folder(before) as folder:
        _fix()
        after = {name: _read(folder, name) for name in before}
        _fix()
        again = {name: _read(folder, name) for name in before}
    mistakes = original.differences(_run(after, results, mutable=True))
    is_rewritten = after != before and not original.differences(
        _run(after, results, mutable=False)
    )
    if again != after:
        mistakes += ("a second run changed it again",)
    return SplitJudgement(before, after, is_rewritten, mistakes)


def _run(texts: Mapping[str, str], results: Sequence[str], *, mutable: bool) -> Outcome:
    modules = {name: text for name, text in texts.items() if name != MAIN}
    return run(texts[MAIN], results, mutable=mutable, modules=modules)


def _read(folder: Path, name: str) -> str:
    return (folder / f"{name}.py").read_text(encoding="utf-8")


def _fix() -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main([*_FIX, "."])


@contextlib.contextmanager
def _folder(texts: Mapping[str, str]) -> Iterator[Path]:
    """A folder with these files, where the run is."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        folder = Path(name)
        for stem, text in texts.items():
            (folder / f"{stem}.py").write_text(text, encoding="utf-8")
        yield folder
