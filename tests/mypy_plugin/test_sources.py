"""A change of any source that the plugin runs makes mypy's cache stale, and restarts dmypy."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import treelint
import treelint_mypy
from tests.mypy_plugin import stand_in
from tests.mypy_plugin.harness import configure
from treelint_mypy import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

OWN, LINTER = (Path(str(module.__file__)).parent for module in (treelint_mypy, treelint))
MODEL = "import equinox as eqx\n\neqx.tree_at(lambda m: m, 1)\n"


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that code imports when it runs, with what may be a module in one."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str() as module, names=names):
                yield module
                yield from (f"{module}.{alias.name}" for alias in names)
        yield from imported(node)


def closure(paths: Iterable[Path]) -> set[Path]:
    """Sources, and all of treelint that they import, directly or not."""
    waiting = [*paths]
    seen = {*waiting}
    while waiting:
        source = waiting.pop()
        for name in imported(ast.parse(source.read_bytes())):
            found = file_of(name)
            if found is not None and found not in seen:
                seen.add(found)
                waiting.append(found)
    return seen


def file_of(name: str) -> Path | None:
    """The file of a module of treelint."""
    package, _, inner = name.partition(".")
    folder = {"treelint": LINTER, "treelint_mypy": OWN}.get(package)
    if folder is None:
        return None
    path = folder.joinpath(*inner.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def test_every_source_takes_part() -> None:
    """If this fails, take the package out of `_APART` in `sources.py`."""
    covered = {Path(name) for name in sources.sources()}
    used = closure(OWN.glob("**/*.py"))
    assert len(used) > 40
    # Packages without anything in them that runs.
    empty = {path for path in used if not any(imported_or_run(path))}
    assert used - covered <= empty
    assert all(path.is_file() for path in covered)


def imported_or_run(path: Path) -> Iterator[ast.stmt]:
    """The statements of a module, less its docstring and what type checkers read."""
    for statement in ast.parse(path.read_bytes()).body:
        match statement:
            case ast.Expr(value=ast.Constant()) | ast.ImportFrom(module="__future__"):
                continue
            case ast.Assign(targets=[ast.Name("__version__" | "__all__")]):
                continue
        yield statement


def test_the_fingerprint_is_that_of_the_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sources.fingerprint()
    assert before == sources.fingerprint()
    changed = tmp_path / "hooks.py"
    changed.write_text("# another\n", encoding="utf-8")
    monkeypatch.setattr(sources, "sources", lambda: iter([str(changed)]))
    first = sources.fingerprint()
    changed.write_text("# yet another\n", encoding="utf-8")
    assert len({before, first, sources.fingerprint()}) == 3


@pytest.fixture
def installed(tmp_path: Path) -> Callable[..., str]:
    """Commands with an installation of treelint that a test may change."""
    site = tmp_path / "site"
    shutil.copytree(OWN, site / OWN.name)
    shutil.copytree(LINTER, site / LINTER.name)
    root = tmp_path / "root"
    root.mkdir()
    stand_in.write(root)
    (root / "model.py").write_text(MODEL, encoding="utf-8")
    configuration = configure(root, tmp_path)

    def run(*command: str) -> str:
        arguments = [f"--config-file={configuration}", f"--cache-dir={tmp_path / 'cache'}"]
        done = subprocess.run(
            [sys.executable, "-m", *command, *arguments, "model.py"],
            cwd=root,
            env={"PYTHONPATH": str(site), "PATH": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1, done.stdout + done.stderr
        assert "[tree-at]" in done.stdout
        return done.stdout + done.stderr

    return run


CHANGED = ["treelint_mypy/trees.py", "treelint/selector/wording.py"]


def change(name: str, tmp_path: Path) -> None:
    """As an upgrade does."""
    with (tmp_path / "site" / name).open("a", encoding="utf-8") as source:
        source.write("# changed\n")


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_source_makes_the_cache_stale(
    name: str, installed: Callable[..., str], tmp_path: Path
) -> None:
    first = installed("mypy", "-v")
    assert "model.py is fresh" not in first
    assert "model is stale" not in installed("mypy", "-v")
    change(name, tmp_path)
    assert "Metadata abandoned for model: plugins differ" in installed("mypy", "-v")


def test_dmypy_starts_anew_with_a_changed_source(
    installed: Callable[..., str], tmp_path: Path
) -> None:
    status = f"--status-file={tmp_path / 'status'}"
    command = ("mypy.dmypy", status, "run", "--")
    try:
        assert "Daemon started" in installed(*command)
        assert "Restarting" not in installed(*command)
        change(CHANGED[0], tmp_path)
        assert "Restarting: plugins changed" in installed(*command)
    finally:
        subprocess.run([sys.executable, "-m", "mypy.dmypy", status, "stop"], check=False)
