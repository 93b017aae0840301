"""What the text of modules tells of a name agrees with what their syntax trees tell."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treelint.cli import main
from treelint.fullnames import FUNCTIONS, canonical
from treelint.project.glance import is_own
from treelint.project.library import Module
from treelint.project.project import Project
from treelint.resolve import resolve

CUT = "from equinox import tree_at as cut\n"
DEFINED = "def cut(where, tree, replace):\n    return replace\n"
# What a package of two modules may hold, and whether `pkg.cut` is plainly its own.
MODULES = {
    "defined": ({"pkg/__init__.py": DEFINED}, True),
    "an async function": ({"pkg/__init__.py": f"async {DEFINED}"}, True),
    "a class": ({"pkg/__init__.py": "class cut:\n    pass\n"}, True),
    "from a module": ({"pkg/__init__.py": "from .ops import cut\n", "pkg/ops.py": DEFINED}, True),
    "by its full name": (
        {"pkg/__init__.py": "from pkg.ops import do as cut\n", "pkg/ops.py": "def do(): ...\n"},
        True,
    ),
    "a module": ({"pkg/cut.py": "", "pkg/__init__.py": ""}, False),
    "of equinox": ({"pkg/__init__.py": CUT}, False),
    "of equinox, from a module": (
        {"pkg/__init__.py": "from .ops import cut\n", "pkg/ops.py": CUT},
        False,
    ),
    "assigned": ({"pkg/__init__.py": "import equinox\ncut = equinox.tree_at\n"}, False),
    "by a star": ({"pkg/__init__.py": "from .ops import *\n", "pkg/ops.py": CUT}, False),
    "either of two": (
        {"pkg/__init__.py": f"try:\n    {CUT}except Exception:\n    {CUT}"},
        False,
    ),
    "imported or defined": ({"pkg/__init__.py": f"if x:\n    {CUT}\n\n{DEFINED}"}, False),
    "a circle": (
        {"pkg/__init__.py": "from .a import cut\n", "pkg/a.py": "from pkg import cut\n"},
        False,
    ),
    "not there": ({"pkg/__init__.py": ""}, False),
    "not to be read": ({"pkg/__init__.py": "from .gone import cut\n"}, False),
    "of a package without a file": ({"pkg/inner/__init__.py": DEFINED}, False),
}


def asking(root: Path) -> Module:
    """A module that asks, in the folder that the packages are in."""
    tree = ast.parse("")
    return Project(root=root, is_bare=True).module(
        root / "use.py", tree, resolve(tree, None, {})[0]
    )


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(("files", "expected"), MODULES.values(), ids=MODULES)
def test_what_is_the_projects_own(files: dict[str, str], expected: bool, tmp_path: Path) -> None:
    write(tmp_path, files)
    module = asking(tmp_path)
    assert is_own(module.library, "pkg.cut", module) is expected


def test_a_method_of_an_own_class(tmp_path: Path) -> None:
    write(tmp_path, {"pkg/__init__.py": "class Ops:\n    def cut(self): ...\n"})
    module = asking(tmp_path)
    assert is_own(module.library, "pkg.Ops.cut", module)


def test_what_was_glanced_at_was_consulted(tmp_path: Path) -> None:
    write(tmp_path, {"pkg/__init__.py": "from .ops import cut\n", "pkg/ops.py": DEFINED})
    module = asking(tmp_path)
    assert is_own(module.library, "pkg.cut", module)
    consulted = module.library.consulted(module)
    assert consulted.present == {tmp_path / "pkg/__init__.py", tmp_path / "pkg/ops.py"}
    assert tmp_path / "pkg/ops/cut.py" not in consulted.absent


STATEMENTS = st.sampled_from(
    [
        "def cut(): ...",
        "class cut: ...",
        "from .b import cut",
        "from .b import other as cut",
        "from pkg.b import (  # all\n    cut,\n    other,\n)",
        "from . import b as cut",
        "from equinox import tree_at as cut",
        "from equinox import combine as other",
        "from jax.tree_util import Partial as cut",
        "import equinox",
        "cut = equinox.tree_at",
        "def other(): ...",
        "from .b import *",
        "if x:\n    def cut(): ...",
    ]
)


@given(st.lists(STATEMENTS, max_size=3), st.lists(STATEMENTS, max_size=3))
def test_a_name_that_is_own_is_no_other(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    root = tmp_path_factory.mktemp("project")
    write(root, {"pkg/__init__.py": "\n".join(first), "pkg/b.py": "\n".join(second)})
    module = asking(root)
    if is_own(module.library, "pkg.cut", module):
        target = asking(root).library.lookup("pkg.cut", module)
        # Python's last binding counts, which a name with several is not followed to.
        assert target is None or canonical(target.name) not in FUNCTIONS


def test_a_definition_that_becomes_an_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The cache sees the change, though the module was not parsed."""
    monkeypatch.chdir(tmp_path)
    use = "from pkg import cut\n\ncut(lambda m: (m.a, m.b), tree_at, (1,))\n"
    write(tmp_path, {"pkg/__init__.py": DEFINED, "use.py": use})
    assert main(["use.py"]) == 0
    assert main(["use.py"]) == 0
    write(tmp_path, {"pkg/__init__.py": CUT})
    assert main(["use.py"]) == 1
    assert "TL203" in capsys.readouterr().out
