"""Where the user's packages are installed, found as type checkers find it: by looking.

The interpreter there is never run. The first of these that exists is the environment: what the
`python` setting names, `VIRTUAL_ENV`, `CONDA_PREFIX`, a `.venv` or `venv` beside the settings,
and last the environment that treelint itself runs in.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FOLDERS = (".venv", "venv")


def find_environment(
    python: Path | None, root: Path, variables: Mapping[str, str] = os.environ
) -> Path | None:
    """The folder of the environment for a project at `root`; `python` is the user's choice.

    `python` may name the interpreter or the folder of its environment.
    """
    if python is not None:
        return prefix_of(python)
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if variables.get(variable):
            return Path(variables[variable])
    for folder in (root, *root.parents):
        for name in _FOLDERS:
            if (folder / name / "pyvenv.cfg").is_file():
                return folder / name
        # A project's environment is inside the project.
        if (folder / ".git").exists():
            break
    return None


def prefix_of(python: Path) -> Path | None:
    """The folder of the environment that an interpreter, or that folder itself, names."""
    if python.is_dir():
        return python
    # The link is not followed: in an environment it leads to the interpreter outside.
    if python.parent.name in {"bin", "Scripts"} and python.exists():
        return python.parent.parent
    return None


def package_folders(environment: Path | None) -> tuple[Path, ...]:
    """The folders that packages are imported from in an environment; None is our own."""
    found = site_packages(environment)
    for folder in list(found):
        found += _editable(folder)
    return tuple(dict.fromkeys(found))


def site_packages(environment: Path | None) -> list[Path]:
    """The folders of an environment that packages are installed into; None is our own."""
    folders = _own_folders() if environment is None else _site_packages(environment)
    return [folder for folder in folders if folder.is_dir()]


def _own_folders() -> Iterator[Path]:
    for entry in sys.path:
        if entry.endswith(("site-packages", "dist-packages")):
            yield Path(entry)


def _site_packages(environment: Path) -> Iterator[Path]:
    yield environment / "Lib" / "site-packages"  # on Windows
    for lib in ("lib", "lib64"):
        for kind in ("site-packages", "dist-packages"):
            # The newest Python first, as numbers: 3.9 is older than 3.13.
            yield from sorted(
                environment.glob(f"{lib}/python3*/{kind}"), key=_version, reverse=True
            )


def _version(folder: Path) -> tuple[int, ...]:
    digits = folder.parent.name.removeprefix("python").split(".")
    return tuple(int(part) for part in digits if part.isdigit())


def _editable(folder: Path) -> Iterator[Path]:
    """The folders that `.pth` files add: packages installed in place."""
    for file in sorted(folder.glob("*.pth")):
        try:
            lines = file.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        for line in lines:
            # A line of code is never run.
            path = Path(folder / line.strip())
            if (
                line.strip()
                and not line.startswith(("#", "import ", "import\t"))
                and path.is_dir()
            ):
                yield path
