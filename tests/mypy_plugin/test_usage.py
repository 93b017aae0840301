"""Where the file is not what mypy reads, nothing is known of what becomes of a `Partial` in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mypy import api

from tests.mypy_plugin.harness import configure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mypy_plugin.harness import Run

SOURCE = """
import equinox as eqx
import jax
from jax import Array

class Model(eqx.Module):
    weight: Array
    def __call__(self, x: Array) -> Array:
        return x

def f(model: Model, x: Array) -> Array:
    return jax.vmap(jax.tree_util.Partial(model))(x)
"""
OTHERS = {
    "other lines": SOURCE.replace("import jax\n", "import jax\n\n"),
    "no Python": "def",
    "another encoding": "# coding: no such\n",
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_another_file(other: str, cold: Run, cache: Path, tmp_path: Path) -> None:
    place, shadow = tmp_path / "another.py", tmp_path / "shadow.py"
    place.write_text(other, encoding="utf-8")
    shadow.write_text(SOURCE, encoding="utf-8")
    configuration = configure(tmp_path, tmp_path)
    options = [f"--config-file={configuration}", f"--cache-dir={cache}"]
    output, trouble, _ = api.run(
        [
            *options,
            "--shadow-file",
            str(place),
            str(shadow),
            str(place),
        ]
    )
    assert "hides the leaves of a module" in output, output + trouble
    assert "internal error" not in output


def test_the_file_itself(cold: Run, cache: Path, tmp_path: Path) -> None:
    place = tmp_path / "itself.py"
    place.write_text(SOURCE, encoding="utf-8")
    configuration = configure(tmp_path, tmp_path)
    options = [f"--config-file={configuration}", f"--cache-dir={cache}"]
    output, trouble, status = api.run([*options, str(place)])
    assert status == 0, output + trouble
