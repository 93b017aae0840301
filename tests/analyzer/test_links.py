"""Which files of a project imports link."""

from __future__ import annotations

from pathlib import Path

import pytest

from treelint.project.links import Links

ROOT = Path("/project")


def group(of: str, **texts: str) -> set[str]:
    """The files linked to one; `__` in a name is a folder."""
    files = {ROOT / f"{name.replace('__', '/')}.py": text for name, text in texts.items()}
    links = Links({path: text.encode() for path, text in files.items()})
    found = links.group(ROOT / f"{of.replace('__', '/')}.py")
    return {str(path.relative_to(ROOT).with_suffix("")).replace("/", "__") for path in found}


@pytest.mark.parametrize(
    "line",
    [
        "import pkg.model",
        "import pkg.model as nets",
        "from pkg import model",
        "from pkg.model import Layer",
        "from pkg import (\n    other,\n    model,\n)",
        "    from pkg.model import *",
        "import importlib\nnets = importlib.import_module('pkg.model')",
    ],
)
def test_an_import_links(line: str) -> None:
    files = {"src__pkg__model": "", "tests__use": line, "apart": "import jax"}
    assert group("src__pkg__model", **files) == {"src__pkg__model", "tests__use"}
    assert group("tests__use", **files) == {"src__pkg__model", "tests__use"}


@pytest.mark.parametrize(
    ("line", "is_linked"),
    [
        ("from .model import Layer", True),
        ("from . import model", True),
        ("from ..pkg import model", True),
        ("from .. import model", False),
        ("from .inner.model import Layer", False),
    ],
)
def test_relative_imports(line: str, *, is_linked: bool) -> None:
    files = {"pkg__model": "", "pkg__use": line}
    assert ("pkg__use" in group("pkg__model", **files)) is is_linked


def test_links_go_by_way_of_others() -> None:
    """Neither of two imports the other: a third one may take things from here to there."""
    files = {"model": "", "tools": "", "main": "import model\nimport tools\n", "apart": ""}
    assert group("model", **files) == {"model", "tools", "main"}


def test_what_a_library_is_called_links_nothing() -> None:
    files = {"model": "import jax.numpy as jnp", "numpy": "", "other": "import jax"}
    assert group("model", **files) == {"model"}


def test_fixtures_link() -> None:
    files = {
        "model": "",
        "tests__conftest": "from model import Layer",
        "tests__inner__test_layer": "def test(layer): ...",
        "test_apart": "",
    }
    assert group("model", **files) == {"model", "tests__conftest", "tests__inner__test_layer"}


def test_a_notebook_is_linked_to_what_it_names() -> None:
    notebook = ROOT / "a.ipynb"
    texts = {ROOT / "model.py": b"", notebook: b'{"source": ["from model import Layer"]}'}
    assert notebook in Links(texts).group(ROOT / "model.py")
