"""The plugin says the same however mypy runs: parsers, workers, caches, strictness, packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.mypy_plugin import stand_in
from tests.mypy_plugin.conftest import CASES
from tests.mypy_plugin.harness import Messages, by_file, configure, expected

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    Check = Callable[..., Mapping[str, Messages]]

MODES = {
    "default": [],
    "without the native parser": ["--no-native-parser"],
    "two workers": ["-n2"],
    "cache as JSON": ["--no-fixed-format-cache"],
    "cache for dmypy": ["--cache-fine-grained"],
    "strict": ["--strict"],
}


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Run mypy over a package, with or without an `__init__.py`."""
    root = tmp_path / "root"
    shutil.copytree(CASES / "lab", root / "lab")
    stand_in.write(root)
    configuration = configure(root, tmp_path)

    def run(*options: str) -> Mapping[str, Messages]:
        command = [sys.executable, "-m", "mypy", f"--config-file={configuration}"]
        command += [f"--cache-dir={tmp_path / 'cache'}", *options, "-p", "lab"]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if "unrecognized arguments" in done.stderr:
            pytest.skip(f"this mypy does not know {' '.join(options)}")
        assert done.stderr == ""
        return by_file(done.stdout)

    return run


@pytest.mark.parametrize("mode", MODES)
def test_modes(mode: str, check: Check, tmp_path: Path) -> None:
    """Cold, warm, and where one of two files is read from the cache."""
    module = tmp_path / "root" / "lab" / "surgery.py"
    wanted = {"surgery.py": expected(module)}
    assert len(wanted["surgery.py"]) == 6
    assert check(*MODES[mode]) == wanted
    assert check(*MODES[mode]) == wanted
    with module.open("a", encoding="utf-8") as opened:
        opened.write("# changed\n")
    assert check(*MODES[mode]) == wanted


def test_a_package_with_an_init_file(check: Check, tmp_path: Path) -> None:
    """The other tests are about a namespace package."""
    folder = tmp_path / "root" / "lab"
    (folder / "__init__.py").write_text("", encoding="utf-8")
    assert check("--strict") == {"surgery.py": expected(folder / "surgery.py")}
