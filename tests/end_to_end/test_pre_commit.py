"""The real pre-commit program, with the project's own hook, over a git repository."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.support import ROOT, SCRIPTS

BAD = "import equinox as eqx\nx = eqx.tree_at(lambda m: (l for l in m), m, new)\n"
GOOD = BAD.replace("(l for l in m)", "tuple(l for l in m)")
LEFT = "import equinox as eqx\nx = eqx.tree_at(lambda m: m.a, m)\n"

CONFIG = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: treelint
        args: [--fix]
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
    result = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return result.stdout.strip()


def commit_of_this_tree(folder: Path) -> tuple[Path, str]:
    """A repository that holds the project as it is now, committed or not."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("the project is not in a git repository: pre-commit needs one to install from")
    for name in listed.stdout.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all")
    return folder, git(folder, "rev-parse", "HEAD")


def test_hook(tmp_path: Path) -> None:
    hooks = tmp_path / "treelint"
    hooks.mkdir()
    repository, revision = commit_of_this_tree(hooks)
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "--quiet")
    (work / ".pre-commit-config.yaml").write_text(
        CONFIG.format(repository=repository, revision=revision)
    )
    (work / "bad.py").write_text(BAD)
    (work / "left.py").write_text(LEFT)
    git(work, "add", "--all")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache"), "NO_COLOR": "1"}

    def pre_commit() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SCRIPTS / "pre-commit", "run", "--all-files", "--color=never"],
            cwd=work,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    first = pre_commit()
    assert first.returncode == 1, first.stdout + first.stderr
    assert "left.py:2:5: TL202" in first.stdout
    assert "files were modified by this hook" in first.stdout
    assert (work / "bad.py").read_text() == GOOD
    (work / "left.py").write_text(LEFT.replace("m)", "m, 1)"))
    git(work, "add", "--all")
    second = pre_commit()
    assert second.returncode == 0, second.stdout + second.stderr
