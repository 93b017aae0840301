"""What the README says is so."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.support import ROOT, run

README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_first_screen() -> None:
    """The output shown is what the command prints."""
    install, *_ = blocks("sh")
    assert install.strip().endswith(".venv/bin/treelint docs/examples")
    result = run("treelint", "docs/examples")
    assert result.returncode == 1
    assert result.stderr == ""
    assert result.stdout == blocks("text")[0]


def test_the_fixed_example_trains(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs" / "examples", tmp_path, dirs_exist_ok=True)
    before = subprocess.run(
        [sys.executable, "train.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert before.returncode == 1
    assert "TypeError" in before.stderr
    fixed = run("treelint", "--fix", "--unsafe-fixes", ".", cwd=tmp_path)
    assert "Found 1 mistake in 1 file (3 fixed)." in fixed.stdout
    after = subprocess.run(
        [sys.executable, "train.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert after.returncode == 0, after.stderr
    accuracy = re.search(r"accuracy ([0-9.]+)%", after.stdout)
    assert accuracy is not None
    assert float(accuracy[1]) > 90


def test_commands(tmp_path: Path) -> None:
    """On a copy: some of them write."""
    for line in blocks("sh")[1].splitlines():
        command, *arguments = line.partition("#")[0].split()
        shutil.copytree(ROOT / "docs/examples", tmp_path / "src", dirs_exist_ok=True)
        assert run(command, *arguments, cwd=tmp_path).returncode in {0, 1}


def test_python_example() -> None:
    code = blocks("python")[0]
    with pytest.raises(ValueError, match=r"\['dense'\]") as error:
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    assert "['w']" in str(error.value)


def test_links() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_port() -> None:
    """The difference shown is what the command prints."""
    (command,) = (line for line in blocks("console") if "docs/port" in line)
    result = run(*command.removeprefix("$ ").split(), "--no-cache")
    assert (result.returncode, result.stdout) == (1, blocks("diff")[0])
