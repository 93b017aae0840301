"""One project: the library for each of its files."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from treelint.project.environment import find_environment, package_folders
from treelint.project.library import Library, Module
from treelint.project.trees import Trees
from treelint.records import dataclass, field

if TYPE_CHECKING:
    import ast

    from treelint.project.neighbours import Neighbours
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
    trees: Trees = field(default_factory=Trees, repr=False)
    _libraries: dict[Path, Library] = field(default_factory=dict, repr=False)
    _packages: dict[Path, tuple[Path, str]] = field(default_factory=dict, repr=False)

    @cached_property
    def neighbours(self) -> Neighbours:
        """The files of the project, by the words in them."""
        # Loaded here: most files define nothing that it matters for who uses it.
        from treelint.project.neighbours import Neighbours

        return Neighbours(self.trees)

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
            self._libraries[source_root] = Library(roots, self.trees)
        return self._libraries[source_root]

    def module(self, path: Path, tree: ast.Module, names: Names) -> Module:
        """The module that a checked file is, as its text is now."""
        absolute = path.absolute()
        root, package = self._package(absolute.parent)
        name = package or absolute.parent.name
        if absolute.stem != "__init__":
            name = f"{package}.{absolute.stem}" if package else absolute.stem
        return Module(name, absolute, names, tree, self.library(root))

    def package(self, path: Path) -> str | None:
        """The package that a module is in, from the `__init__.py` files above it."""
        return self._package(path.absolute().parent)[1] or None

    def _package(self, folder: Path) -> tuple[Path, str]:
        """The folder that a package stands in, and its full name; no name where there is none."""
        if folder not in self._packages:
            found = (folder, "")
            if (folder / "__init__.py").is_file():
                root, outer = self._package(folder.parent)
                found = (root, f"{outer}.{folder.name}" if outer else folder.name)
            self._packages[folder] = found
        return self._packages[folder]
