"""From paths to files."""

import os
from pathlib import Path

import pytest

from treelint.configure import Configurer, Options
from treelint.discover import Found, discover
from treelint.source import Failure


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def found(root: Path, *paths: str) -> list[str]:
    given = [root / path for path in paths or (".",)]
    files = discover(given, Configurer(Options()).settings)
    return [
        str(item) if isinstance(item, Failure) else item.path.relative_to(root).as_posix()
        for item in files
    ]


def test_python_files_in_order(tmp_path: Path) -> None:
    make(tmp_path, "b.py", "a/z.py", "a/y.txt", "a.py", ".venv/x.py", "build/x.py", "a/.git/x.py")
    assert found(tmp_path) == ["a/z.py", "a.py", "b.py"]


def test_each_file_once(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "b.py")
    assert found(tmp_path, "b.py", ".", "a.py") == ["b.py", "a.py"]


def test_named_files_are_taken_whatever_they_are_called(tmp_path: Path) -> None:
    make(tmp_path, "build/script", ".gitignore")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*\n")
    assert found(tmp_path, "build/script") == ["build/script"]
    assert found(tmp_path, "build") == []


def test_missing(tmp_path: Path) -> None:
    make(tmp_path, "a.py")
    files = found(tmp_path, "gone.py", "a.py")
    assert files == [f"{tmp_path / 'gone.py'}: no such file or folder", "a.py"]


def test_settings_exclude(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "a_pb2.py", "old/b.py", "build/c.py", "src/old2/d.py")
    settings = tmp_path / "pyproject.toml"
    settings.write_text("[tool.treelint]\nextend-exclude = ['*_pb2.py', 'old/', 'src/old2']\n")
    assert found(tmp_path) == ["a.py"]
    settings.write_text("[tool.treelint]\nexclude = ['old']\n")
    assert found(tmp_path) == ["a.py", "a_pb2.py", "build/c.py", "src/old2/d.py"]


def test_gitignore(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "gen/b.py", "gen/keep.py", "src/c.py", "src/d.py", "src/sub/d.py")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("gen/*\n!gen/keep.py\n/src/c.py\n")
    (tmp_path / "src" / ".gitignore").write_text("d.py\n!/sub/d.py\n")
    assert found(tmp_path) == ["a.py", "gen/keep.py", "src/sub/d.py"]
    # From a folder below, the files above still hold.
    assert found(tmp_path, "src") == ["src/sub/d.py"]


def test_gitignore_of_another_repository_does_not_hold(tmp_path: Path) -> None:
    make(tmp_path, "inner/a.py")
    (tmp_path / ".gitignore").write_text("*.py\n")
    (tmp_path / "inner" / ".git").mkdir()
    assert found(tmp_path, "inner") == ["inner/a.py"]


def test_patterns_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "b.py")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("!\n[z-a].py\nb.py\n")
    assert found(tmp_path) == ["a.py"]


def test_a_link_in_a_circle(tmp_path: Path) -> None:
    make(tmp_path, "a.py")
    (tmp_path / "loop.py").symlink_to("loop.py")
    listed = found(tmp_path)
    assert listed[0] == "a.py"
    assert len(listed) == 1 or "loop.py: cannot be read" in listed[1]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "a/b.py")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "c.py").symlink_to(tmp_path / "a" / "b.py")
    assert found(tmp_path) == ["a/b.py", "c.py"]


def test_a_folder_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.py", "closed/b.py")
    scandir = os.scandir

    def deny(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", deny)
    closed = tmp_path / "closed"
    assert found(tmp_path) == ["a.py", f"{closed}: cannot be listed: Permission denied"]


def test_named_or_met(tmp_path: Path) -> None:
    make(tmp_path, "a.py")
    settings = Configurer(Options()).settings
    assert list(discover([tmp_path / "a.py"], settings)) == [Found(str(tmp_path / "a.py"), True)]
    (met,) = discover([tmp_path], settings)
    assert isinstance(met, Found)
    assert not met.is_named
