"""What starting the linter costs: nothing heavy is imported, nothing of the code is run."""

import re
import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path

HEAVY = ("jax", "jaxlib", "numpy", "mypy", "libcst", "pathspec", "equinox", "treeops")

# Parts of the standard library that cost as much as some rules: each is loaded where it is used.
SLOW = (
    *("bz2", "copy", "dataclasses", "difflib", "dis", "hashlib", "inspect", "json"),
    *("multiprocessing", "pkgutil", "shutil", "tempfile", "tokenize", "tomllib", "traceback"),
)


def imported(code: str, folder: Path) -> set[str]:
    listing = "\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    result = subprocess.run(
        [sys.executable, "-c", code + listing],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in result.stderr.split()}


def test_the_linter_starts_light(tmp_path: Path) -> None:
    assert not set(HEAVY) & imported("import treelint.cli", tmp_path)


def test_clean_code_loads_nothing_for_those_who_have_mistakes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import equinox as eqx\nx = eqx.tree_at(w, m, 1)\n")
    code = "from treelint.cli import main\nassert main(['.', '--no-cache']) == 0"
    assert not {*HEAVY, *SLOW} & (imported(code, tmp_path) - imported("", tmp_path))


def test_code_is_never_run(tmp_path: Path) -> None:
    (tmp_path / "equinox.py").write_text("open('ran', 'w')\n")
    (tmp_path / "a.py").write_text(
        "import equinox as eqx\nopen('ran', 'w')\neqx.tree_at(lambda m: (x for x in m), m, new)\n"
    )
    code = "from treelint.cli import main\nassert main(['.', '--fix', '--unsafe-fixes']) == 0"
    loaded = imported(code, tmp_path)
    assert "libcst" in loaded
    assert not {"jax", "mypy", "equinox"} & loaded
    assert not (tmp_path / "ran").exists()


def test_the_base_install_brings_nothing_heavy() -> None:
    needed = [line for line in requires("treelint") or [] if "extra ==" not in line]
    assert sorted(re.split(r"[<>=!~ ]", line)[0] for line in needed) == ["libcst", "pathspec"]


def test_the_language_server_says_what_it_needs() -> None:
    code = (
        "import sys\nsys.modules['pygls'] = None\n"
        "from treelint.cli import language_server\nlanguage_server()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "pip install 'treelint[lsp]'" in result.stderr


def test_version_in_one_place() -> None:
    import treelint
    import treelint_mypy
    import treeops

    # The plugin's goes on with what tells its sources apart.
    plugin = treelint_mypy.__version__.partition("+")[0]
    assert treelint.__version__ == treeops.__version__ == plugin
    assert version("treelint") == treelint.__version__
