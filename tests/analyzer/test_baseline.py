"""`--baseline` and `--write-baseline`: known findings stay known, and new ones are reported."""

import json
from pathlib import Path
from typing import Any

import pytest

from treelint.cli import main

IMPORT = "import equinox as eqx\n"
ONE = "x = eqx.tree_at(lambda m: m.a, m)\n"
OTHER = "y = eqx.tree_at(lambda m: (l for l in m), m, new)\n"

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, *lines: str) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join([IMPORT, *lines]))
    return path


def record(*arguments: str) -> Any:
    assert main(["--write-baseline", "known.json", *arguments]) == 0
    return json.loads(Path("known.json").read_text())


def found(capsys: Output, *arguments: str, status: int) -> list[str]:
    capsys.readouterr()
    arguments = ("--baseline", "known.json", "--output-format", "concise", "-q", *arguments)
    assert main(arguments) == status
    return [" ".join(line.split(" ")[:2]) for line in capsys.readouterr().out.splitlines()]


def test_what_is_recorded(capsys: Output) -> None:
    write("src/a.py", ONE, ONE, OTHER)
    write("b.py", "if x:\n    " + ONE)
    assert record() == {
        "version": 1,
        "findings": {
            "b.py": [{"code": "TL202", "line": ONE.strip(), "count": 1}],
            "src/a.py": [
                {"code": "TL104", "line": OTHER.strip(), "count": 1},
                {"code": "TL202", "line": ONE.strip(), "count": 2},
            ],
        },
    }
    captured = capsys.readouterr()
    assert captured.out == "Nothing found in 2 files (4 in the baseline).\n"
    assert captured.err == "treelint: known.json: holds 4 findings in 2 files now\n"


def test_nothing_is_reported_that_is_known(capsys: Output) -> None:
    write("a.py", ONE, OTHER)
    record()
    assert found(capsys, status=0) == []
    main(["--baseline", "known.json"])
    assert capsys.readouterr().out == "Nothing found in 1 file (2 in the baseline).\n"
    # The format does not matter.
    assert main(["--baseline", "known.json", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_lines_may_move(capsys: Output) -> None:
    write("a.py", ONE, OTHER)
    record()
    write("a.py", "\n# new\n", OTHER, "if x:\n    " + ONE)
    assert found(capsys, status=0) == []


def test_what_is_new_is_reported(capsys: Output) -> None:
    write("a.py", ONE)
    record()
    write("a.py", ONE, OTHER)
    assert found(capsys, status=1) == ["a.py:3:27: TL104"]
    # Another one on an equal line.
    write("a.py", ONE, ONE, ONE)
    assert found(capsys, status=1) == ["a.py:3:5: TL202", "a.py:4:5: TL202"]
    # The same line in another file.
    write("b.py", ONE)
    assert found(capsys, "b.py", status=1) == ["b.py:2:5: TL202"]
    # Another line.
    write("a.py", ONE.replace("m.a", "m.b"))
    assert found(capsys, "a.py", status=1) == ["a.py:2:5: TL202"]


def test_an_ignore_comment_does_not_make_a_line_new(capsys: Output) -> None:
    line = "eqx.tree_at(lambda m: m.a, m)"
    write("a.py", f"{line}\n")
    record("--select", "TL202")
    write("a.py", f"{line}  # treelint: ignore[TL301]\n")
    assert found(capsys, status=0) == []


def test_from_any_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    write("src/a.py", ONE)
    write("b.py", ONE)
    record()
    monkeypatch.chdir(folder / "src")
    for paths in (["."], ["a.py"], [str(folder / "src" / "a.py")], ["../b.py"], [".."]):
        assert main(["--baseline", "../known.json", *paths]) == 0
    capsys.readouterr()
    (folder / "deep").mkdir()
    assert main(["--write-baseline", "../deep/known.json", ".."]) == 0
    recorded = json.loads((folder / "deep" / "known.json").read_text())
    assert sorted(recorded["findings"]) == ["../b.py", "../src/a.py"]
    assert main(["--baseline", "../deep/known.json", ".."]) == 0


def notes(capsys: Output, *arguments: str) -> str:
    capsys.readouterr()
    main(["--baseline", "known.json", *arguments])
    return capsys.readouterr().err


def test_stale_entries_are_told(capsys: Output) -> None:
    write("a.py", ONE, OTHER)
    write("src/b.py", ONE)
    record()
    write("a.py", OTHER)
    assert notes(capsys) == (
        "treelint: known.json: no longer found: a.py: TL202; --write-baseline takes that out\n"
    )
    assert main(["--baseline", "known.json"]) == 0
    assert notes(capsys, "-q") == ""
    # Not what was not looked at, or not looked for.
    assert notes(capsys, "src") == ""
    assert notes(capsys, "a.py", "--select", "TL1") == ""
    assert notes(capsys, "--ignore", "TL202") == ""
    # Also in a file that is gone, that is not tree code any more, or of a rule that is gone.
    Path("src/b.py").unlink()
    assert "src/b.py: TL202" in notes(capsys, "src", ".")
    write("src/b.py", "")
    recorded = json.loads(Path("known.json").read_text())
    recorded["findings"]["a.py"][0]["code"] = "TL999"
    Path("known.json").write_text(json.dumps(recorded))
    assert "no longer found: a.py: TL202, a.py: TL999, src/b.py: TL202;" in notes(capsys)
    recorded["findings"]["c.py"] = recorded["findings"]["a.py"]
    Path("known.json").write_text(json.dumps(recorded))
    assert "a.py: TL202, a.py: TL999, c.py: TL202, and 2 more;" in notes(capsys)


def test_a_file_that_cannot_be_checked_has_no_stale_entries(capsys: Output) -> None:
    write("a.py", ONE)
    write("b.py", ONE)
    record()
    write("a.py", "(")
    Path("b.py").write_bytes(b"\xff")
    assert "no longer found" not in notes(capsys)


def test_a_syntax_error_is_never_known(capsys: Output) -> None:
    write("a.py", "(")
    assert main(["--write-baseline", "known.json"]) == 2
    assert json.loads(Path("known.json").read_text())["findings"] == {}
    entry = {"code": "TL900", "line": "(", "count": 1}
    Path("known.json").write_text(json.dumps({"version": 1, "findings": {"a.py": [entry]}}))
    assert found(capsys, status=2) == ["a.py:2:1: TL900"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory; --write-baseline makes one."),
        (b"", "not valid JSON: Expecting value"),
        (b"\xff\xfe", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[]", "not a baseline of treelint;"),
        (b"null", "not a baseline of treelint;"),
        (b"{}", "not a baseline of treelint;"),
        (b'{"version": 1, "findings": []}', "not a baseline of treelint;"),
        (b'{"version": 1, "findings": {"a.py": [1]}}', "not a baseline of treelint;"),
        (b'{"version": 1, "findings": {"a.py": [{}]}}', "not a baseline of treelint;"),
        (
            b'{"version": 1, "findings": {"a.py": [{"code": "", "line": "", "count": "1"}]}}',
            "not a baseline of treelint;",
        ),
        (
            b'{"version": 1, "findings": {"a.py": [{"code": "", "line": "", "count": 0}]}}',
            "not a baseline of treelint;",
        ),
        (b'{"version": 2, "findings": {}}', "a baseline of version 2, which this treelint"),
    ],
)
def test_a_broken_baseline(content: bytes | None, reason: str, capsys: Output) -> None:
    write("a.py", ONE)
    if content is not None:
        Path("known.json").write_bytes(content)
    assert main(["--baseline", "known.json", "--exit-zero"]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(f"treelint: known.json: {reason}")
    assert captured.err.endswith("All findings are reported\n")
    assert captured.err.count("\n") == 1
    assert "a.py:2:5: TL202" in captured.out


def test_a_baseline_that_cannot_be_written(capsys: Output) -> None:
    write("a.py", ONE)
    Path("folder").mkdir()
    for name in ("folder", "gone/known.json"):
        assert main(["--write-baseline", name]) == 2
        captured = capsys.readouterr()
        assert f"treelint: {name}: cannot be written: " in captured.err
        assert "a.py:2:5: TL202" in captured.out
    assert sorted(path.name for path in Path().glob("[!.]*")) == ["a.py", "folder"]


def test_written_again_only_if_it_changes() -> None:
    write("a.py", ONE)
    record()
    before = Path("known.json").stat()
    record("--baseline", "known.json")
    assert Path("known.json").stat() == before
    Path("link.json").symlink_to("known.json")
    write("a.py", OTHER)
    assert main(["--write-baseline", "link.json"]) == 0
    assert Path("link.json").is_symlink()
    assert "TL104" in Path("known.json").read_text()


def test_after_fixes(capsys: Output) -> None:
    write("a.py", ONE, OTHER)
    assert [entry["code"] for entry in record("--fix")["findings"]["a.py"]] == ["TL202"]
    assert "Nothing found in 1 file (1 fixed, 1 in the baseline)." in capsys.readouterr().out
    assert found(capsys, status=0) == []


def test_nothing_is_written_with_what_is_not_understood(capsys: Output) -> None:
    write("a.py", ONE)
    assert main(["--write-baseline", "known.json", "--fixx"]) == 2
    assert main(["--write-baseline", "known.json", "--diff"]) == 2
    assert "--diff cannot be combined with --write-baseline" in capsys.readouterr().err
    assert not Path("known.json").exists()
