"""The command line, in process: what it prints where, and its exit status."""

import dataclasses
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from treelint import __version__, engine, surgery
from treelint.cli import main
from treelint.engine import Checked, Config
from treelint.findings import Finding, Fix, Splice
from treelint.index import FileIndex
from treelint.rule import Rule
from treelint.rules import all_rules
from treelint.source import SourceFile

IMPORT = "import equinox as eqx\n"
SAFE = f"{IMPORT}x = eqx.tree_at(lambda m: (l for l in m), m, new)\n"
SAFE_FIXED = f"{IMPORT}x = eqx.tree_at(lambda m: tuple(l for l in m), m, new)\n"
UNSAFE = f"{IMPORT}eqx.tree_at(lambda m: m.a, model, 1)\n"
UNSAFE_FIXED = f"{IMPORT}model = eqx.tree_at(lambda m: m.a, model, 1)\n"
NO_FIX = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m)\n"
CLEAN = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m, 1)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


Output = pytest.CaptureFixture[str]


def write(**files: str | bytes) -> None:
    for name, content in files.items():
        path = Path(f"{name}.py")
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, newline="")


def test_status(capsys: Output) -> None:
    write(a=CLEAN)
    assert main([]) == 0
    assert capsys.readouterr().out == "Nothing found in 1 file.\n"
    write(b=NO_FIX)
    assert main([]) == 1
    assert main(["--exit-zero"]) == 0
    assert main(["a.py"]) == 0
    write(c="x = (\n")
    assert main([]) == 2
    assert main(["--exit-zero"]) == 2
    assert main(["gone.py"]) == 2


def test_text(capsys: Output) -> None:
    write(a=SAFE + "eqx.nn.inference_mode(\n\tmodel)\n")
    assert main(["a.py"]) == 1
    assert capsys.readouterr().out == (
        "a.py:2:27: TL104 where-not-a-sequence: `where` returns a generator, which is no "
        "sequence of nodes; return `tuple(...)` instead\n"
        "  |\n"
        "2 | x = eqx.tree_at(lambda m: (l for l in m), m, new)\n"
        "  |                           ^^^^^^^^^^^^^^\n"
        "  = make a tuple of it (--fix)\n"
        "\n"
        "a.py:3:1: TL301 discarded-result: `eqx.nn.inference_mode` returns a new tree and "
        "changes nothing; its result is lost. Use it, or assign it\n"
        "  |\n"
        "3 | / eqx.nn.inference_mode(\n"
        "4 | |     model)\n"
        "  | |__________^\n"
        "  = assign the result to `model` (--fix --unsafe-fixes)\n"
        "\n"
        "Found 2 mistakes in 1 file.\n"
        "1 can be fixed with `--fix`.\n"
        "1 can be fixed with `--fix --unsafe-fixes`.\n"
    )


def test_wide_characters_do_not_move_the_caret(capsys: Output) -> None:
    write(a=f"{IMPORT}x = '漢e\u0301', '\t', eqx.tree_at(lambda m: m.a, m)\n")
    main(["a.py", "--quiet"])
    _, _, line, carets, *_ = capsys.readouterr().out.splitlines()
    # On a terminal: two columns for 漢, none for the accent, four for the tab.
    width = carets.index("^") - len("  | ")
    assert width == len("x = '") + 2 + 1 + len("', '") + 4 + len("', ")
    assert "'    '" in line


def test_concise_and_statistics(capsys: Output) -> None:
    write(a=SAFE + NO_FIX, b=NO_FIX)
    main(["--output-format", "concise", "-q"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["a.py:2:27", "a.py:4:5", "b.py:2:5"]
    assert lines[0].endswith("[--fix]")
    main(["--statistics", "-q"])
    assert capsys.readouterr().out.splitlines() == [
        "2  TL202  no-replacement",
        "1  TL104  where-not-a-sequence",
    ]


def test_json(capsys: Output) -> None:
    write(a="x = 'ü𝒳'; " + SAFE.splitlines()[1].replace("eqx", "equinox") + "\nimport equinox\n")
    assert main(["--output-format", "json", "a.py"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    (entry,) = json.loads(captured.out)
    assert entry["code"] == "TL104"
    assert entry["name"] == "where-not-a-sequence"
    assert entry["filename"] == "a.py"
    assert entry["cell"] is None
    assert entry["location"] == {"row": 1, "column": 41}
    assert entry["end_location"] == {"row": 1, "column": 55}
    assert entry["url"].endswith("/TL104/")
    assert entry["fix"] == {
        "applicability": "safe",
        "message": "make a tuple of it",
        "edits": [
            {
                "filename": "a.py",
                "cell": None,
                "content": "tuple",
                "location": {"row": 1, "column": 41},
                "end_location": {"row": 1, "column": 41},
            }
        ],
    }
    write(b=NO_FIX)
    main(["--output-format", "json", "b.py"])
    assert json.loads(capsys.readouterr().out)[0]["fix"] is None
    write(c="")
    main(["--output-format", "json", "c.py"])
    assert json.loads(capsys.readouterr().out) == []


def test_output_file(capsys: Output) -> None:
    write(a=NO_FIX)
    assert main(["--output-file", "report.txt"]) == 1
    assert "TL202" in Path("report.txt").read_text()
    assert "TL202" not in capsys.readouterr().out
    assert main(["--output-file", "no/such/folder"]) == 2
    assert "no/such/folder: cannot be written" in capsys.readouterr().err


def test_fix(capsys: Output) -> None:
    write(a=SAFE, b=UNSAFE, c=NO_FIX, d=CLEAN)
    assert main(["--fix"]) == 1
    assert "Found 2 mistakes in 2 files (1 fixed)." in capsys.readouterr().out
    assert Path("a.py").read_text() == SAFE_FIXED
    assert Path("b.py").read_text() == UNSAFE
    assert main(["--fix", "--unsafe-fixes", "a.py", "b.py"]) == 0
    assert Path("b.py").read_text() == UNSAFE_FIXED
    assert capsys.readouterr().out == "Nothing found in 2 files (1 fixed).\n"
    before = {path: path.stat().st_mtime_ns for path in Path().glob("*.py")}
    assert main(["--fix", "--unsafe-fixes"]) == 1
    assert before == {path: path.stat().st_mtime_ns for path in Path().glob("*.py")}


def test_unsafe_fixes_from_the_settings() -> None:
    Path("treelint.toml").write_text("unsafe-fixes = true\n")
    write(b=UNSAFE)
    assert main(["--fix"]) == 0
    assert Path("b.py").read_text() == UNSAFE_FIXED


def test_diff(capsys: Output) -> None:
    write(a=SAFE, b=UNSAFE, c=NO_FIX)
    assert main(["--diff"]) == 1
    captured = capsys.readouterr()
    assert captured.out == (
        "--- a.py\n+++ a.py\n@@ -1,2 +1,2 @@\n import equinox as eqx\n"
        "-x = eqx.tree_at(lambda m: (l for l in m), m, new)\n"
        "+x = eqx.tree_at(lambda m: tuple(l for l in m), m, new)\n"
    )
    assert captured.err == "1 fix would be applied.\n"
    assert Path("a.py").read_text() == SAFE
    assert main(["--diff", "--fix", "--unsafe-fixes", "-q"]) == 1
    assert "+model = eqx" in capsys.readouterr().out
    assert Path("b.py").read_text() == UNSAFE
    assert main(["--diff", "c.py"]) == 0
    write(d=SAFE.rstrip("\n"))
    main(["--diff", "d.py"])
    assert capsys.readouterr().out.count("\\ No newline at end of file\n") == 2


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def run_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes, *arguments: str) -> tuple[int, bytes]:
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdin", Stdin(data))
    monkeypatch.setattr(sys, "stdout", out)
    status = main(["-", *arguments])
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return status, out.buffer.getvalue()


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    data = SAFE.replace("\n", "\r\n").encode()
    status, out = run_stdin(monkeypatch, data, "--stdin-filename", "pkg/mod.py", "-q")
    assert status == 1
    assert out.startswith(b"pkg/mod.py:2:27: TL104")
    status, out = run_stdin(monkeypatch, data, "--fix")
    assert (status, out) == (0, SAFE_FIXED.replace("\n", "\r\n").encode())
    assert "Nothing found in 1 file (1 fixed)." in capsys.readouterr().err
    status, out = run_stdin(monkeypatch, UNSAFE.encode(), "--fix", "-q")
    assert (status, out) == (1, UNSAFE.encode())
    assert capsys.readouterr().err.startswith("-:2:1: TL301")
    status, out = run_stdin(monkeypatch, data, "--diff", "-q")
    assert status == 1
    assert b"+x = eqx.tree_at(lambda m: tuple(" in out
    # An editor puts what comes out in the place of what it sent.
    assert run_stdin(monkeypatch, data, "--fix", "--fixx") == (2, data)
    assert run_stdin(monkeypatch, b"x = (\n", "--fix") == (2, b"x = (\n")
    assert run_stdin(monkeypatch, b"\xff\n", "--fix") == (2, b"\xff\n")


def test_selection(capsys: Output) -> None:
    write(a=SAFE + NO_FIX)

    def codes(*arguments: str) -> list[str]:
        main([*arguments, "--output-format", "json"])
        return [entry["code"] for entry in json.loads(capsys.readouterr().out)]

    assert codes() == ["TL104", "TL202"]
    assert codes("--select", "TL2") == ["TL202"]
    assert codes("--select", "tl104,TL202") == ["TL104", "TL202"]
    assert codes("--select", "ALL", "--ignore", "TL104") == ["TL202"]
    assert codes("--select", "TL9", "--extend-select", "TL1") == ["TL104"]
    write(b="x = (\n")
    assert codes("--select", "TL104", "--ignore", "ALL", "b.py") == ["TL900"]


def test_explain_and_list(capsys: Output) -> None:
    assert main(["--explain", "TL101"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# TL101 leaf-dependent-where\n")
    assert "## Why is this bad?" in out
    assert main(["--explain", "leaf-dependent-where"]) == 0
    assert main(["--explain", "tl101"]) == 0
    capsys.readouterr()
    assert main(["--explain", "TL1001"]) == 2
    assert "unknown rule 'TL1001'; did you mean TL101?" in capsys.readouterr().err
    assert main(["--list-rules"]) == 0
    assert "TL301  discarded-result" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"treelint {__version__}\n"


def test_unknown_codes_and_options(capsys: Output) -> None:
    write(a=SAFE)
    assert main(["--select", "TL104,TL1040"]) == 2
    captured = capsys.readouterr()
    assert captured.err == (
        "treelint: command line: unknown rule code 'TL1040'; did you mean TL104?\n"
    )
    assert "TL104" in captured.out
    assert main(["--fixx", "--fix", "a.py"]) == 2
    captured = capsys.readouterr()
    assert "unknown option --fixx; did you mean --fix? Nothing is written" in captured.err
    assert "TL104" in captured.out
    assert Path("a.py").read_text() == SAFE
    assert main(["a.py", "--zzz=3"]) == 2
    assert "unknown option --zzz; see `treelint --help`" in capsys.readouterr().err


def test_options_and_paths_in_any_order() -> None:
    write(a=CLEAN, b=NO_FIX)
    assert main(["a.py", "--quiet", "b.py"]) == 1


def test_settings_mistakes(capsys: Output) -> None:
    Path("pyproject.toml").write_text("[tool.treelint]\nselct = ['TL1']\nignore = ['TL202']\n")
    write(a=SAFE + NO_FIX)
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "unknown key `selct` in the treelint settings; did you mean `select`?" in captured.err
    assert "TL104" in captured.out
    assert "TL202" not in captured.out
    assert main(["--isolated"]) == 1
    Path("other.toml").write_text("select = ['TL9']\n")
    assert main(["--config", "other.toml"]) == 0
    assert main(["--config", "gone.toml"]) == 2


def test_aliases(capsys: Output) -> None:
    Path("treelint.toml").write_text('[aliases]\n"mylib.surgery" = "equinox.tree_at"\n')
    write(a="from mylib import surgery\nx = surgery(lambda m: m.a, m)\n")
    assert main([]) == 1
    assert "TL202" in capsys.readouterr().out


BAD = {
    "not_utf8": b"x = '\xff'\n",
    "syntax": b"def f(:\n",
    "null": b"x = 1\x00\n",
    "empty": b"",
    "bom": b"\xef\xbb\xbf" + SAFE.encode(),
    "crlf": SAFE.replace("\n", "\r\n").encode(),
    "good": SAFE.encode(),
}


@pytest.mark.parametrize("paths", [[], [f"{name}.py" for name in BAD]])
def test_bad_input(paths: list[str], capsys: Output) -> None:
    write(**BAD)
    Path("folder.py").mkdir()
    assert main([*paths, "--fix", "--output-format", "concise", "-q"]) == 2
    captured = capsys.readouterr()
    assert captured.err == (
        "treelint: not_utf8.py: not valid utf-8 in line 1; save it as UTF-8, or name its "
        "encoding in a coding comment\n"
    )
    rows = {line.split(": ")[0]: line for line in captured.out.splitlines()}
    assert "TL900" in rows["syntax.py:1:7"]
    assert "null bytes" in rows["null.py:1:6"]
    assert len(rows) == 2
    fixed = SAFE_FIXED.encode()
    assert Path("good.py").read_bytes() == fixed
    assert Path("crlf.py").read_bytes() == fixed.replace(b"\n", b"\r\n")
    assert Path("bom.py").read_bytes() == b"\xef\xbb\xbf" + fixed
    for name in ("not_utf8", "syntax", "null", "empty"):
        assert Path(f"{name}.py").read_bytes() == BAD[name]


def test_a_file_that_disappears(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    write(a=SAFE, b=NO_FIX)
    read = Path.read_bytes

    def gone(self: Path) -> bytes:
        if self.name == "a.py":
            raise FileNotFoundError(2, "No such file or directory")
        return read(self)

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert main([]) == 2
    captured = capsys.readouterr()
    assert captured.err == "treelint: a.py: cannot be read: No such file or directory\n"
    assert "b.py:2:5: TL202" in captured.out


def test_a_file_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    write(a=SAFE, b=SAFE)
    replace = Path.replace

    def deny(self: Path, target: Path) -> Path:
        if target.name == "a.py":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", deny)
    assert main(["--fix"]) == 2
    captured = capsys.readouterr()
    assert captured.err == "treelint: a.py: cannot be written, left as it was: Permission denied\n"
    assert "a.py:2:27: TL104" in captured.out
    assert "(1 fixed)" in captured.out
    assert Path("a.py").read_text() == SAFE
    assert Path("b.py").read_text() == SAFE_FIXED
    assert sorted(path.name for path in Path().iterdir()) == ["a.py", "b.py"]


def test_a_rule_that_fails(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def fail(file: FileIndex) -> Iterator[Finding]:
        msg = "oh"
        raise LookupError(msg)

    def broken() -> tuple[Rule, ...]:
        return tuple(
            dataclasses.replace(rule, check=fail) if rule.code == "TL104" else rule
            for rule in all_rules()
        )

    monkeypatch.setattr("treelint.rules.all_rules", broken)
    write(a=SAFE + NO_FIX)
    assert main([]) == 2
    captured = capsys.readouterr()
    assert "a.py: TL104 failed here (LookupError: oh, at test_cli.py:" in captured.err
    assert "TL202" in captured.out


def test_a_fix_that_fails(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def fail(self: surgery.Surgeon, fix: Fix) -> Fix:
        msg = "oh"
        raise RecursionError(msg)

    monkeypatch.setattr(surgery.Surgeon, "resolve", fail)
    write(a=SAFE)
    assert main(["--fix"]) == 2
    captured = capsys.readouterr()
    assert "a.py: TL104 failed here (RecursionError: oh" in captured.err
    assert "a.py:2:27: TL104" in captured.out
    assert Path("a.py").read_text() == SAFE


def test_a_fix_that_would_not_parse(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def spoil(self: surgery.Surgeon, fix: Fix) -> Fix:
        return dataclasses.replace(fix, changes=(Splice(0, 0, "("),))

    monkeypatch.setattr(surgery.Surgeon, "resolve", spoil)
    write(a=SAFE)
    assert main(["--fix"]) == 2
    captured = capsys.readouterr()
    assert "fixes withheld, as the result would not parse" in captured.err
    assert Path("a.py").read_text() == SAFE


def test_deep_nesting_is_reported(capsys: Output) -> None:
    deep = "x = " + "(" * 150 + "1" + ")" * 150 + "\n"
    deeper = "x = " + "-" * 100_000 + "1\n"
    write(a=IMPORT + deep, b=deeper, c=NO_FIX)
    assert main([]) == 2
    out = capsys.readouterr().out
    assert "b.py:1" in out
    assert "TL900" in out
    assert "c.py:2:5: TL202" in out


def test_one_statement_with_many_fixes() -> None:
    """Each statement is parsed once: this would take minutes otherwise."""
    calls = "".join(
        f"    eqx.tree_at(lambda m: {{m.a}}, m, n{number}),\n" for number in range(300)
    )
    write(a=f"{IMPORT}CASES = [\n{calls}]\n")
    assert main(["--fix", "-q"]) == 0
    assert Path("a.py").read_text().count("(m.a,)") == 300


def test_a_file_that_fails_as_a_whole(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def fail(source: SourceFile, config: Config) -> Checked:
        if source.filename == "a.py":
            msg = "oh"
            raise LookupError(msg)
        return check(source, config)

    check = engine.check
    monkeypatch.setattr(engine, "check", fail)
    write(a=SAFE, b=NO_FIX)
    assert main([]) == 2
    captured = capsys.readouterr()
    assert "a.py: treelint failed here (LookupError: oh" in captured.err
    assert "b.py:2:5: TL202" in captured.out


def test_a_file_name_that_is_no_text(capsys: Output) -> None:
    name = os.fsdecode(b"\xff.py")
    Path(name).write_text(NO_FIX)
    assert main(["--output-file", "report.txt", "-q"]) == 1
    assert "udcff" in Path("report.txt").read_text()


def test_the_gate_holds_back_what_it_may(folder: Path) -> None:
    """In a large folder a file that mentions no tree code is not parsed, a named one always."""
    write(broken="x = (\n")
    assert main([]) == 2
    write(large="x = 1\n" * 50_000)
    assert main([]) == 0
    assert main(["broken.py"]) == 2
