"""Finding modules and names by reading source: re-exports, environments, what is missing."""

from pathlib import Path

import pytest

from tests.analyzer.reveal import inference_of, revealed
from treelint.project.environment import find_environment, package_folders, prefix_of
from treelint.project.project import Project

LAYER = """\
import equinox as eqx, jax
class Layer(eqx.Module):
    weight: jax.Array
"""


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def types_in(root: Path, name: str, code: str) -> list[str]:
    return revealed(code, root / name, Project(root=root))


REEXPORTS = {
    "from the module": ({"pkg/layers.py": LAYER}, "from pkg.layers import Layer"),
    "through the package": (
        {"pkg/layers.py": LAYER, "pkg/__init__.py": "from .layers import Layer"},
        "from pkg import Layer",
    ),
    "under another name": (
        {"pkg/layers.py": LAYER, "pkg/__init__.py": "from .layers import Layer as L"},
        "from pkg import L as Layer",
    ),
    "by a star": (
        {"pkg/layers.py": LAYER, "pkg/__init__.py": "from .layers import *"},
        "from pkg import Layer",
    ),
    "as an attribute": (
        {"pkg/layers.py": LAYER, "pkg/__init__.py": "from . import layers"},
        "import pkg\nLayer = pkg.layers.Layer",
    ),
    "of a module that shadows": (
        {"pkg/Layer.py": LAYER, "pkg/__init__.py": "from .Layer import Layer"},
        "from pkg import Layer",
    ),
    "through a chain": (
        {
            "pkg/a.py": LAYER,
            "pkg/b.py": "from .a import Layer",
            "pkg/c.py": "from . import b\nLayer = b.Layer",
            "pkg/__init__.py": "",
        },
        "from pkg.c import Layer",
    ),
    "under `if TYPE_CHECKING`": (
        {
            "pkg/a.py": LAYER,
            "pkg/__init__.py": "from typing import Any, TYPE_CHECKING\n"
            "if TYPE_CHECKING:\n    from .a import Layer\nelse:\n    Layer = Any",
        },
        "from pkg import Layer",
    ),
    "with a fallback": (
        {
            "pkg/a.py": LAYER,
            "pkg/__init__.py": "try:\n    from .a import Layer\n"
            "except ImportError:\n    Layer = None",
        },
        "from pkg import Layer",
    ),
    "without an __init__": ({"pkg/sub/layers.py": LAYER}, "from pkg.sub.layers import Layer"),
    "below src": ({"src/pkg/__init__.py": LAYER}, "from pkg import Layer"),
    "from a stub": ({"pkg/__init__.pyi": LAYER}, "from pkg import Layer"),
    "a class in a class": (
        {"pkg.py": LAYER.replace("class", "class Outer:\n class").replace("    w", "     w")},
        "from pkg import Outer\nLayer = Outer.Layer",
    ),
    "of the base": (
        {
            "base.py": "from equinox import Module\nBase = Module",
            "pkg.py": LAYER.replace("eqx.Module", "Base") + "from base import Base",
        },
        "from pkg import Layer",
    ),
}


@pytest.mark.parametrize("name", REEXPORTS)
def test_reexports(name: str, tmp_path: Path) -> None:
    files, line = REEXPORTS[name]
    write(tmp_path, files)
    code = f"{line}\ndef f(x: Layer): reveal(x, x.weight)"
    assert types_in(tmp_path, "code.py", code) == ["Layer", "array"]


UNKNOWN = {
    "two definitions": ({"pkg.py": LAYER + LAYER}, "from pkg import Layer"),
    "a cycle": (
        {"a.py": "from b import Layer", "b.py": "from a import Layer"},
        "from a import Layer",
    ),
    "itself": ({"pkg.py": "Layer = Layer"}, "from pkg import Layer"),
    "no such name": ({"pkg.py": ""}, "from pkg import Layer"),
    "no such module": ({}, "from pkg import Layer"),
    "a module that does not parse": ({"pkg.py": "class Layer(:"}, "from pkg import Layer"),
    "a module in no encoding": ({"pkg.py": "# coding: nonsense"}, "from pkg import Layer"),
    "made at run time": ({"pkg.py": "Layer = make()"}, "from pkg import Layer"),
    "too far up": ({}, "from .... import Layer"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown(name: str, tmp_path: Path) -> None:
    files, line = UNKNOWN[name]
    write(tmp_path, files)
    assert types_in(tmp_path, "code.py", f"{line}\ndef f(x: Layer): reveal(x)") == ["?"]


def test_a_file_in_a_package_sees_its_neighbours(tmp_path: Path) -> None:
    write(tmp_path, {"top/pkg/__init__.py": "", "top/pkg/layers.py": LAYER})
    code = "from .layers import Layer\ndef f(x: Layer): reveal(x)"
    assert types_in(tmp_path, "top/pkg/code.py", code) == ["Layer"]


def test_the_text_counts_not_the_file(tmp_path: Path) -> None:
    write(tmp_path, {"code.py": "Layer = 3"})
    assert types_in(tmp_path, "code.py", f"{LAYER}\ndef f(x: Layer): reveal(x)") == ["Layer"]


def test_what_was_consulted(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pkg/__init__.py": "from .a import Layer",
            "pkg/a.py": LAYER.replace("jax.Array", "Other") + "from pkg.b import Other",
            "pkg/b.py": "from gone import Base\nclass Other(Base): ...",
            "pkg/unused.py": "",
        },
    )
    code = "import pkg.unused\nfrom pkg import Layer\ndef f(x: Layer): reveal(x.weight)"
    inference = inference_of(code, tmp_path / "code.py", Project(root=tmp_path, is_bare=True))
    for argument in [node for node in inference.parents if getattr(node, "attr", "") == "weight"]:
        inference.of(argument)  # type: ignore[arg-type]
    consulted = inference.module.library.consulted(inference.module)
    own = {path.relative_to(tmp_path).as_posix() for path in consulted.present}
    assert own == {"pkg/__init__.py", "pkg/a.py", "pkg/b.py"}
    assert tmp_path / "gone.py" in consulted.absent
    assert tmp_path / "gone" / "__init__.py" in consulted.absent
    assert not any(path.exists() for path in consulted.absent)


def environment(root: Path, version: str = "3.12") -> Path:
    packages = root / "lib" / f"python{version}" / "site-packages"
    write(root, {"pyvenv.cfg": "", "bin/python": ""})
    write(packages, {"installed/__init__.py": LAYER})
    return packages


def test_environments_are_found_in_order(tmp_path: Path) -> None:
    environment(tmp_path / "project" / ".venv")
    environment(tmp_path / "other")
    root = tmp_path / "project"
    other = tmp_path / "other"
    assert find_environment(None, root, {}) == root / ".venv"
    assert find_environment(None, root / "src" / "deep", {}) == root / ".venv"
    assert find_environment(None, root, {"VIRTUAL_ENV": str(other)}) == other
    assert find_environment(None, root, {"CONDA_PREFIX": str(other)}) == other
    assert find_environment(other, root, {"VIRTUAL_ENV": "x"}) == other
    assert find_environment(other / "bin" / "python", root, {}) == other
    assert prefix_of(other / "bin" / "none") is None


def test_the_environment_of_another_project_is_not_taken(tmp_path: Path) -> None:
    environment(tmp_path / ".venv")
    (tmp_path / "project" / ".git").mkdir(parents=True)
    assert find_environment(None, tmp_path / "project", {}) is None


def test_packages_of_an_environment(tmp_path: Path) -> None:
    old = environment(tmp_path / "env", "3.9")
    new = environment(tmp_path / "env", "3.13")
    write(tmp_path, {"place/inplace.py": LAYER})
    (new / "inplace.pth").write_text(f"# a comment\nimport os\n{tmp_path / 'place'}\n", "utf-8")
    (new / "broken.pth").write_bytes(b"\xff")
    folders = package_folders(tmp_path / "env")
    assert folders == (new, old, tmp_path / "place")
    code = "from installed import Layer\nimport inplace\n"
    code += "def f(x: Layer, y: inplace.Layer): reveal(x, y)"
    project = Project(root=tmp_path / "project", python=tmp_path / "env")
    assert revealed(code, tmp_path / "project" / "code.py", project) == ["Layer", "Layer"]


def test_our_own_environment_is_the_last_resort(tmp_path: Path) -> None:
    import equinox

    assert Path(equinox.__file__).parent.parent in package_folders(None)


def test_the_project_comes_before_the_environment(tmp_path: Path) -> None:
    environment(tmp_path / ".venv")
    write(tmp_path, {"installed.py": "class Layer: ..."})
    assert types_in(tmp_path, "code.py", "import installed\nreveal(installed.Layer())") == [
        "exactly Layer"
    ]
    code = "import installed\ndef f(x: installed.Layer): reveal(x.weight)"
    assert types_in(tmp_path, "code.py", code) == ["?"]
