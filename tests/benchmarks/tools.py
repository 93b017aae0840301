"""The tools that are compared: how each is installed, and how it is run on a tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Tree:
    """A folder of Python files, or one file, that every tool is run on."""

    name: str
    path: Path

    @property
    def files(self) -> list[Path]:
        """The Python files."""
        return sorted(self.path.rglob("*.py")) if self.path.is_dir() else [self.path]

    @property
    def lines(self) -> int:
        """How many lines they have together."""
        return sum(path.read_bytes().count(b"\n") for path in self.files)


@dataclass(frozen=True)
class Tool:
    """One tool: `command` makes the command line for a tree and a folder for its cache.

    Without a folder for the cache, nothing is to be kept; None is a tool that keeps nothing.
    """

    name: str
    command: Callable[[Tree, Path | None], Sequence[str | Path]]
    has_cache: bool = False
    rewrites: bool = False


PEERS = ("ruff", "flake8", "fixit", "torchfix", "pyupgrade", "django-upgrade", "refurb")


def peers(scripts: Path, names: Iterable[str]) -> list[Tool]:
    """The tools to compare with, from the folder of an environment's commands."""

    def ruff(tree: Tree, cache: Path | None) -> Sequence[str | Path]:
        caching = ["--no-cache"] if cache is None else ["--cache-dir", cache]
        return [scripts / "ruff", "check", "--isolated", "--select", "F", *caching, tree.path]

    # The last two take files, and rewrite them: each gets a copy of the trees of its own.
    every = [
        Tool("ruff", ruff, has_cache=True),
        Tool("flake8", lambda t, _: [scripts / "flake8", "--isolated", "--select", "F", t.path]),
        Tool("fixit", lambda t, _: [scripts / "fixit", "lint", t.path]),
        Tool("torchfix", lambda t, _: [scripts / "torchfix", t.path]),
        Tool("refurb", lambda t, _: [scripts / "refurb", t.path]),
        Tool(
            "pyupgrade",
            lambda t, _: [scripts / "pyupgrade", "--py311-plus", *t.files],
            rewrites=True,
        ),
        Tool(
            "django-upgrade",
            lambda t, _: [scripts / "django-upgrade", "--target-version", "5.0", *t.files],
            rewrites=True,
        ),
    ]
    return [tool for tool in every if tool.name in set(names)]


def treelint(python: str, scripts: Path) -> Tool:
    """The linter itself, as installed in an environment of one Python."""

    def command(tree: Tree, cache: Path | None) -> Sequence[str | Path]:
        caching = ["--no-cache"] if cache is None else ["--cache-dir", cache]
        return [scripts / "treelint", "--isolated", *caching, tree.path]

    return Tool(f"treelint ({python})", command, has_cache=True)


def install_peers(folder: Path, names: Iterable[str]) -> Path:
    """An environment with the peers; one that is there already is used as it is."""
    return _environment(folder, sys.executable, list(names))


def install_treelint(folder: Path, interpreter: str) -> tuple[str, Path]:
    """An environment with treelint as it stands in this checkout, and which Python it has."""
    # A copy without the package's own checkout behind it, as users have it.
    scripts = _environment(folder, interpreter, ["--force-reinstall", "--no-deps", str(ROOT)])
    _call(scripts / "pip", "install", "--quiet", "libcst>=1.8", "pathspec>=0.12")
    version = _call(scripts / "python", "-c", "import platform; print(platform.python_version())")
    return version.strip(), scripts


def _environment(folder: Path, interpreter: str, packages: list[str]) -> Path:
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    if not scripts.is_dir():
        _call(interpreter, "-m", "venv", folder)
    if packages:
        _call(scripts / "pip", "install", "--quiet", *packages)
    return scripts


def _call(program: str | Path, *arguments: str | Path) -> str:
    found = shutil.which(program) or program
    return subprocess.run(
        [found, *arguments], check=True, text=True, stdout=subprocess.PIPE
    ).stdout
