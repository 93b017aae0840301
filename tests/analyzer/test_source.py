"""Reading and writing files."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treelint.source import Failure, SourceFile, decode, read_bytes, split_lines, write


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"x = 1\r\n", "x = 1\r\n", "utf-8"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n", "utf-8"),
        (b"# coding: latin-1\nx = '\xfc'\n", "# coding: latin-1\nx = 'ü'\n", "iso-8859-1"),
        ("x = 'ü'".encode(), "x = 'ü'", "utf-8"),
        (b"", "", "utf-8"),
        (b"\xef\xbb\xbf# coding: utf-8\n", "# coding: utf-8\n", "utf-8"),
    ],
)
def test_round_trip(tmp_path: Path, data: bytes, text: str, encoding: str) -> None:
    source = decode(data, "a.py")
    assert isinstance(source, SourceFile)
    assert (source.text, source.encoding) == (text, encoding)
    path = tmp_path / "a.py"
    path.touch()
    assert write(path, source, b"") is None
    assert path.read_bytes() == data
    assert [file.name for file in tmp_path.iterdir()] == ["a.py"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"x = 1\ny = '\xff'\n", "not valid utf-8 in line 2"),
        (b"# coding: ascii\nx = '\xc3\xbc'\n", "not valid ascii in line 2"),
        (b"# coding: nonsense\n", "unknown encoding"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding problem"),
        (b"# coding: rot13\n", "unusable encoding"),
        (b"# coding: hex\n", "unusable encoding"),
        (b"# coding: undefined\n", "unusable encoding"),
    ],
)
def test_not_decodable(data: bytes, message: str) -> None:
    failure = decode(data, "a.py")
    assert isinstance(failure, Failure)
    assert message in str(failure)
    assert "UTF-8" in str(failure)
    assert str(failure).startswith("a.py: ")


def test_unreadable(tmp_path: Path) -> None:
    failure = read_bytes(tmp_path / "gone.py", "gone.py")
    assert failure == Failure("gone.py", "cannot be read: No such file or directory")


def test_mode_and_links_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "real.py"
    target.write_text("x = 1\n")
    target.chmod(0o754)
    link = tmp_path / "link.py"
    link.symlink_to(target)
    assert write(link, SourceFile("link.py", "x = 2\n"), b"x = 1\n") is None
    assert link.is_symlink()
    assert target.read_text() == "x = 2\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o754


def test_a_failed_write_leaves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    failure = write(path, SourceFile("a.py", "x = 2\n"), b"x = 1\n")
    assert isinstance(failure, Failure)
    assert "left as it was: No space left on device" in str(failure)
    assert path.read_text() == "x = 1\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.py"]


def test_a_character_that_the_encoding_lacks(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"# coding: latin-1\n")
    source = SourceFile("a.py", "# coding: latin-1\n# €\n", "iso-8859-1")
    failure = write(path, source, b"# coding: latin-1\n")
    assert isinstance(failure, Failure)
    assert path.read_bytes() == b"# coding: latin-1\n"


def test_a_file_that_disappears(tmp_path: Path) -> None:
    failure = write(tmp_path / "gone.py", SourceFile("gone.py", "x = 1\n"), b"")
    assert isinstance(failure, Failure)
    assert not (tmp_path / "gone.py").exists()


def test_a_file_that_somebody_else_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n# new\n")
    failure = write(path, SourceFile("a.py", "x = 2\n"), b"x = 1\n")
    assert failure == Failure("a.py", "changed since it was read, left as it is; run again")
    assert path.read_text() == "x = 1\n# new\n"
    assert [file.name for file in tmp_path.iterdir()] == ["a.py"]


def test_a_read_only_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    failure = write(path, SourceFile("a.py", "x = 2\n"), b"x = 1\n")
    assert failure is not None
    assert "read-only" in failure.message
    assert path.read_text() == "x = 1\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("x = 1\n")
    os.chown(path, 65534, 65534)
    assert write(path, SourceFile("a.py", "x = 2\n"), b"x = 1\n") is None
    assert (path.stat().st_uid, path.stat().st_gid) == (65534, 65534)


@given(st.text(alphabet="ab ü𝒳\t\n\r\x0b\x0c\x1c\u2028", max_size=40))
def test_positions(text: str) -> None:
    source = SourceFile("a.py", text)
    assert "".join(split_lines(text)) == text
    for offset in range(len(text) + 1):
        line, column = source.position(offset)
        assert source.line_start(line) + column == offset
        written = source.lines[line - 1]
        if column <= len(written):
            in_bytes = len(written[:column].encode())
            assert source.column(line, in_bytes) == column
            assert source.offset(line, in_bytes) == offset
