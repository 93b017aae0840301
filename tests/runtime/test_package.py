"""The package as a whole: its names, its version, its dependencies."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import treelint
import treeops

SOURCES = sorted(pathlib.Path(treeops.__file__).parent.glob("*.py"))


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )


def test_without_jax() -> None:
    done = run("import sys; sys.modules['jax'] = None; import treeops")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ImportError: treeops needs JAX: pip install 'treelint[runtime]'"
    )
    assert "During handling" not in done.stderr


def test_a_broken_jax_is_not_called_missing() -> None:
    done = run("import sys; sys.modules['jaxlib'] = None; import treeops")
    assert done.returncode == 1
    assert "needs JAX" not in done.stderr


def test_brings_nothing_but_jax() -> None:
    done = run(
        "import sys, treeops; names = {'equinox', 'libcst', 'mypy', 'optax', 'flax', 'chex', "
        "'jaxtyping'}; print(sorted(names & {*sys.modules}))"
    )
    assert done.stdout == "[]\n", done.stderr


def test_one_version() -> None:
    assert treeops.__version__ is treelint.__version__


def test_public_names() -> None:
    assert {
        "tree_at",
        "tree_equal",
        "tree_check",
        "tree_diff",
        "explain_where",
        "tree_inference",
        "tree_flatten_one_level",
        "apply_updates",
        "Partial",
        "partition",
        "combine",
        "filter",
        "is_array",
        "is_inexact_array",
        "__version__",
    } == {*treeops.__all__}
    assert all(hasattr(treeops, name) for name in treeops.__all__)


def test_only_public_apis_of_jax() -> None:
    assert len(SOURCES) > 10
    for path in SOURCES:
        assert "jax._src" not in path.read_text()
        assert "jax.extend" not in path.read_text()
