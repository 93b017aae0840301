"""The example of the documentation: a script that changes its model, and its rewriting."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from treelint.cli import main

PORT = Path(__file__).parents[2] / "docs/port"


def test_the_result_in_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(PORT / "before/train.py", tmp_path)
    monkeypatch.chdir(tmp_path)
    main(["--isolated", "--no-cache", "--fix", "--unsafe-fixes", "train.py"])
    expected = (PORT / "after/train.py").read_text(encoding="utf-8")
    assert Path("train.py").read_text(encoding="utf-8") == expected
    # A second run changes nothing more.
    main(["--isolated", "--no-cache", "--fix", "--unsafe-fixes", "train.py"])
    assert Path("train.py").read_text(encoding="utf-8") == expected


def test_it_runs_afterwards() -> None:
    before, after = (
        subprocess.run(
            [sys.executable, PORT / folder / "train.py"],
            capture_output=True,
            text=True,
            check=False,
        )
        for folder in ("before", "after")
    )
    assert "FrozenInstanceError" in before.stderr
    assert (after.returncode, after.stdout.split()) == (0, ["5", "steps", "0.0164"])
