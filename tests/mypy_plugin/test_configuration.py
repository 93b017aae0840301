"""How the plugin is loaded and set up: codes, options, the names that it answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mypy.options import Options

import treelint
import treelint_mypy
from treelint_mypy import sources
from treelint_mypy.hooks import TreelintPlugin

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.mypy_plugin.harness import Run

SOURCE = """
import equinox as eqx

def f(a: int) -> int:
    return a

def surgery(tree: dict[str, int]) -> None:
    eqx.tree_at(lambda t: t["a"], tree)
    eqx.Partial(f, "a")
"""


def test_entry() -> None:
    assert treelint_mypy.plugin("2.4.1") is TreelintPlugin
    assert treelint_mypy.__version__ == treelint.__version__


@pytest.mark.parametrize(
    "fullname",
    [
        "equinox._tree.tree_at",
        "equinox.tree_at",
        "treeops._at.tree_at",
        "equinox.nn._inference.inference_mode",
        "equinox._update.apply_updates",
        "optax._src.update.apply_updates",
        "equinox._module._prebuilt.Partial",
        "jax._src.tree_util.Partial",
        "treeops._partial.Partial",
    ],
)
def test_names_that_have_a_hook(fullname: str) -> None:
    assert TreelintPlugin(Options()).get_function_signature_hook(fullname) is not None


@pytest.mark.parametrize("fullname", ["mylib.tree_at", "tree_at", "functools.partial", "lib.f"])
def test_names_that_have_none(fullname: str) -> None:
    plugin = TreelintPlugin(Options())
    plugin.set_modules({})
    assert plugin.get_function_signature_hook(fullname) is None


def test_codes_can_be_turned_off(check: Callable[..., Run]) -> None:
    codes = [text.rpartition("  ")[2] for text in check({"codes.py": SOURCE}).output.splitlines()]
    assert codes[:2] == ["[tree-at]", "[partial]"]
    quiet = check({}, "disable_error_code = tree-at, partial\n")
    assert quiet.status == 0, quiet.output


def test_the_code_that_is_off_is_known(check: Callable[..., Run]) -> None:
    run = check({"codes.py": "x = 1\n"}, "enable_error_code = tree-at-type\n")
    assert run.status == 0, run.output


def test_the_fingerprint_covers_every_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    covered = {(path.parent.name, path.name) for path in sources._sources()}
    assert ("treelint_mypy", "hooks.py") in covered
    assert ("selector", "lower.py") in covered
    assert ("treelint", "fullnames.py") in covered
    before = sources.fingerprint()
    assert before == sources.fingerprint()
    changed = tmp_path / "hooks.py"
    changed.write_text("# another\n", encoding="utf-8")
    monkeypatch.setattr(sources, "_sources", lambda: iter([changed]))
    assert sources.fingerprint() != before
