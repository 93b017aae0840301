"""The pinned packages, installed side by side: only their files, nothing that they depend on."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PINNED = Path(__file__).with_name("packages.toml")


@dataclass(frozen=True, slots=True)
class Package:
    """One package in one version, in a folder of its own: two may bring a folder `docs`."""

    name: str
    version: str

    @property
    def folder(self) -> str:
        """The name of the folder."""
        return f"{self.name}-{self.version}"


def pinned() -> tuple[Package, ...]:
    """The packages that `packages.toml` names."""
    versions: dict[str, str] = tomllib.loads(_PINNED.read_text("utf-8"))["versions"]
    return tuple(Package(name, version) for name, version in versions.items())


def install(package: Package, below: Path) -> None:
    """Unpack the package's wheel, unless an earlier run has done so.

    The packages are read and never run, so it does not matter which Python they are for.
    """
    target = below / package.folder
    if target.is_dir():
        return
    print(f"installing {package.folder}", file=sys.stderr)
    options = ("--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--no-compile")
    quiet = ("--quiet", "--disable-pip-version-check")
    # Under another name first: a folder that is there is whole.
    unfinished = target.with_name(f"{package.folder}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    what = f"{package.name}=={package.version}"
    pip = (sys.executable, "-m", "pip", "install", *quiet, *options, "--target", unfinished, what)
    subprocess.run(pip, check=True, stdout=sys.stderr)
    unfinished.rename(target)


def environment(packages: Iterable[Package], below: Path) -> Path:
    """A folder that treelint takes for the environment in which all of them are installed.

    A class of one package may have its base in another one.
    """
    folder = below / "environment"
    site_packages = folder / "lib" / "python3" / "site-packages"
    site_packages.mkdir(parents=True, exist_ok=True)
    lines = (f"{below / package.folder}\n" for package in packages)
    (site_packages / "packages.pth").write_text("".join(lines), "utf-8")
    return folder
