"""What goes where: formats, files, summaries, statistics and exit statuses."""

import io
import json
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from treelint.cli import main
from treelint.options import FORMATS

IMPORT = "import equinox as eqx\n"
SAFE = f"{IMPORT}x = eqx.tree_at(lambda m: {{m.a}}, m, n)\n"
UNSAFE = f"{IMPORT}eqx.nn.inference_mode(model)\n"
NO_FIX = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m)\n"
CLEAN = f"{IMPORT}x = eqx.tree_at(lambda m: m.a, m, 1)\n"
FOR_PROGRAMS = [name for name in FORMATS if name not in {"text", "concise"}]

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def write(**files: str) -> None:
    for name, content in files.items():
        Path(f"{name}.py").write_text(content)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_to_a_file(name: str, capsys: Output) -> None:
    write(a=SAFE + UNSAFE)
    arguments = ["--output-format", name, "a.py"]
    assert main([*arguments, "-q"]) == 1
    printed = capsys.readouterr().out
    assert "TL104" in printed
    assert "TL301" in printed
    assert main([*arguments, "--output-file", "report"]) == 1
    assert Path("report").read_text() == printed
    captured = capsys.readouterr()
    assert captured.out.startswith("Found 2 mistakes in 1 file.\n")
    assert captured.err == ""
    assert main([*arguments, "--output-file", "report", "-q", "--exit-zero"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_with_nothing_found(name: str, capsys: Output) -> None:
    write(a=CLEAN)
    assert main(["--output-format", name]) == 0
    assert "TL" not in capsys.readouterr().out


@pytest.mark.parametrize("name", FOR_PROGRAMS)
def test_programs_get_the_document_alone(name: str, capsys: Output) -> None:
    write(a=NO_FIX, b="x = (\n")
    assert main(["--output-format", name, ".", "gone.py", "--exit-zero"]) == 2
    captured = capsys.readouterr()
    assert "Found" not in captured.out
    assert captured.err == "treelint: gone.py: no such file or folder\n"
    if name == "junit":
        root = ET.fromstring(captured.out)  # noqa: S314
        assert (root.get("failures"), root.get("errors")) == ("1", "2")
    elif name == "github":
        assert captured.out.count("::error ") == len(captured.out.splitlines()) == 3
    elif name == "sarif":
        (run,) = json.loads(captured.out)["runs"]
        assert [result["ruleId"] for result in run["results"]] == ["TL202", "TL900"]
        assert not run["invocations"][0]["executionSuccessful"]
    else:
        assert len(json.loads(captured.out)) == 2


def test_nothing_that_a_terminal_obeys(capsys: Output) -> None:
    assert main(["gone\x1b[2J.py"]) == 2
    assert capsys.readouterr().err == "treelint: gone\\x1b[2J.py: no such file or folder\n"


@pytest.mark.parametrize("name", ["json", "sarif"])
def test_edits_of_what_fixes_leave(name: str, capsys: Output) -> None:
    write(a=SAFE + UNSAFE)
    assert main(["--fix", "--output-format", name]) == 1
    document = json.loads(capsys.readouterr().out)
    if name == "json":
        (entry,) = document
        (edit,) = entry["fix"]["edits"]
        assert (edit["content"], edit["location"]) == ("model = ", {"row": 4, "column": 1})
    else:
        (result,) = document["runs"][0]["results"]
        (change,) = result["fixes"][0]["artifactChanges"]
        assert change["replacements"][0]["insertedContent"] == {"text": "model = "}


def test_statistics(capsys: Output) -> None:
    write(a=SAFE + NO_FIX, b=NO_FIX)
    for name in ("text", "concise"):
        assert main(["--statistics", "-q", "--output-format", name]) == 1
        assert capsys.readouterr().out.splitlines() == [
            "2  TL202  no-replacement",
            "1  TL104  where-not-a-sequence",
        ]
    assert main(["--statistics", "--output-format", "json"]) == 1
    assert json.loads(capsys.readouterr().out) == [
        {"code": "TL202", "name": "no-replacement", "count": 2},
        {"code": "TL104", "name": "where-not-a-sequence", "count": 1},
    ]
    assert main(["--statistics", "--select", "TL9"]) == 0
    assert capsys.readouterr().out == "Nothing found in 2 files.\n"


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit"])
def test_statistics_where_there_is_no_such_thing(name: str, capsys: Output) -> None:
    write(a=NO_FIX)
    assert main(["--statistics", "--output-format", name]) == 2
    captured = capsys.readouterr()
    assert captured.err == (
        "treelint: command line: --statistics is for the formats text, concise, json; the "
        "findings are shown\n"
    )
    assert "TL202" in captured.out


def test_unsafe_fixes_that_the_settings_allow(folder: Path, capsys: Output) -> None:
    write(a=UNSAFE)
    (folder / "in").mkdir()
    (folder / "in" / "treelint.toml").write_text("unsafe-fixes = true\n")
    (folder / "in" / "b.py").write_text(UNSAFE)
    assert main(["--output-format", "concise"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("[--fix --unsafe-fixes]")
    assert lines[1].startswith("in/b.py:2:1: ")
    assert lines[1].endswith("[--fix]")
    assert lines[2:] == [
        "Found 2 mistakes in 2 files.",
        "1 can be fixed with `--fix`.",
        "1 can be fixed with `--fix --unsafe-fixes`.",
    ]
    assert main(["in"]) == 1
    assert "(--fix)" in capsys.readouterr().out
    assert main(["--unsafe-fixes"]) == 1
    assert capsys.readouterr().out.endswith("2 can be fixed with `--fix`.\n")
    # ... and that number is what is fixed.
    assert main(["--fix", "in"]) == 0
    assert (folder / "in" / "b.py").read_text() == f"{IMPORT}model = {UNSAFE[len(IMPORT) :]}"


def test_a_diff_to_a_file(capsys: Output) -> None:
    write(a=SAFE.rstrip("\n"))
    assert main(["--diff", "-q"]) == 1
    printed = capsys.readouterr().out
    assert "+x = eqx.tree_at(lambda m: (m.a,), m, n)\n\\ No newline" in printed
    assert main(["--diff", "--output-file", "changes"]) == 1
    assert Path("changes").read_text() == printed
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "1 fix would be applied.\n")
    assert main(["--diff", "--output-file", "gone/changes"]) == 2
    assert "gone/changes: cannot be written: No such file" in capsys.readouterr().err


def test_a_baseline_for_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    write(a=NO_FIX)
    assert main(["--write-baseline", "known.json"]) == 0

    class Stdin:
        buffer = io.BytesIO((NO_FIX + SAFE).encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    capsys.readouterr()
    arguments = ["-", "--stdin-filename", "a.py", "--baseline", "known.json"]
    assert main([*arguments, "--output-format", "concise", "-q"]) == 1
    assert capsys.readouterr().out.startswith("a.py:4:27: TL104")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--jobs", "0"], "argument --jobs: must be a whole number from 1, not '0'"),
        (["--jobs", "two"], "argument --jobs: must be a whole number from 1, not 'two'"),
        (["--output-format", "xml"], "argument --output-format: invalid choice: 'xml'"),
        (["--baseline"], "argument --baseline: expected one argument"),
    ],
)
def test_values_that_cannot_be_read(arguments: list[str], message: str, capsys: Output) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"treelint: command line: {message}")
    assert captured.err.endswith("; see `treelint --help`\n")
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--add-ignores", "--diff"],
        ["--write-baseline", "b.json", "--diff"],
        ["--write-baseline", "b.json", "--add-ignores"],
        ["--watch", "--add-ignores"],
        ["--watch", "--write-baseline", "b.json"],
    ],
)
def test_what_does_not_go_together(arguments: list[str], capsys: Output) -> None:
    write(a=NO_FIX)
    assert main([*arguments, "--exit-zero"]) == 2
    captured = capsys.readouterr()
    first, second = (word for word in arguments if word.startswith("--"))
    assert f"{first} cannot be combined with {second}" in captured.err or (
        f"{second} cannot be combined with {first}" in captured.err
    )
    assert [path.name for path in Path().iterdir()] == ["a.py"]
    assert Path("a.py").read_text() == NO_FIX


@pytest.mark.parametrize("option", ["--watch", "--add-ignores", "--write-baseline=b.json"])
def test_what_standard_input_cannot_have(
    option: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    class Stdin:
        buffer = io.BytesIO(NO_FIX.encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert main(["-", option]) == 2
    captured = capsys.readouterr()
    name = option.partition("=")[0]
    assert f"{name} cannot be combined with standard input. Nothing is written" in captured.err
    assert "-:2:5: TL202" in captured.out
    assert list(Path().iterdir()) == []
