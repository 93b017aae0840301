"""One project: the library for each of its files."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.project.environment import find_environment, package_folders
from treelint.project.library import Library, Module

if TYPE_CHECKING:
    import ast

    from treelint.resolve import Names


@dataclass
class Project:
    """What the files of one project may import.

    `root` is the folder of its settings, `python` the interpreter that the settings name.
    With `is_bare` no environment is looked for: only the bundled outlines are known.
    """

    root: Path = field(default_factory=Path.cwd)
    python: Path | None = None
    is_bare: bool = False
    _libraries: dict[Path, Library] = field(default_factory=dict, repr=False)

    @cached_property
    def packages(self) -> tuple[Path, ...]:
        """The folders of installed packages."""
        if self.is_bare:
            return ()
        return package_folders(find_environment(self.python, self.root))

    def library(self, source_root: Path) -> Library:
        """The library for the files whose top packages stand in a folder."""
        if source_root not in self._libraries:
            own = (source_root, self.root, self.root / "src")
            roots = tuple(dict.fromkeys((*own, *self.packages)))
            self._libraries[source_root] = Library(roots)
        return self._libraries[source_root]

    def module(self, path: Path, tree: ast.Module, names: Names) -> Module:
        """The module that a checked file is, as its text is now."""
        absolute = path.absolute()
        parts = [] if absolute.stem == "__init__" else [absolute.stem]
        folder = absolute.parent
        while (folder / "__init__.py").is_file():
            parts.insert(0, folder.name)
            folder = folder.parent
        name = ".".join(parts) or absolute.parent.name
        return Module(name, absolute, names, tree, self.library(folder))
