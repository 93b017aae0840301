"""Notebooks through the command line: what is found where, and what is written."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.analyzer.notebooks import (
    PYTHON,
    code,
    encoded,
    lines,
    markdown,
    notebook,
    read,
    sources,
)
from treelint import engine
from treelint.cli import main
from treelint.engine import Config
from treelint.findings import Finding, Fix, Splice
from treelint.index import FileIndex
from treelint.records import replace
from treelint.rules import find_rule

Output = pytest.CaptureFixture[str]

IMPORTS = "import equinox as eqx"
GENERATOR = "new = eqx.tree_at(lambda m: (l for l in m), model, new)"
TUPLE = "new = eqx.tree_at(lambda m: tuple(l for l in m), model, new)"
DISCARDED = "eqx.nn.inference_mode(model)"
ASSIGNED = "model = eqx.nn.inference_mode(model)"
NO_FIX = "new = eqx.tree_at(lambda m: m.a, model)"
WITHHELD = "no fix, as it would reach into what is IPython's own in this cell"
# Cells 2 and 4 are code, with a finding each in rows 3 and 1.
DATA = encoded(
    markdown("# eqx.tree_at(lambda m: m, m)"),
    lines(f"{IMPORTS}\n%matplotlib inline\n{GENERATOR}\n"),
    markdown("text"),
    code(f"{DISCARDED}\n!ls"),
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def write(data: bytes, name: str = "nb.ipynb") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(capsys: Output, *arguments: str) -> list[dict[str, Any]]:
    main([*arguments, "--output-format", "json", "--no-cache"])
    entries: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return entries


def places(capsys: Output, *arguments: str) -> list[tuple[int, int, int, str]]:
    return [
        (entry["cell"], entry["location"]["row"], entry["location"]["column"], entry["code"])
        for entry in found(capsys, *arguments)
    ]


def test_text(capsys: Output) -> None:
    write(DATA)
    assert main(["--no-cache"]) == 1
    assert capsys.readouterr().out == (
        "nb.ipynb:cell 2:3:29: TL104 where-not-a-sequence: `where` returns a generator, which is "
        "no sequence of nodes; return `tuple(...)` instead\n"
        "  |\n"
        f"3 | {GENERATOR}\n"
        "  |                             ^^^^^^^^^^^^^^\n"
        "  = make a tuple of it (--fix)\n"
        "\n"
        "nb.ipynb:cell 4:1:1: TL301 discarded-result: `eqx.nn.inference_mode` returns a new tree "
        "and changes nothing; its result is lost. Use it, or assign it\n"
        "  |\n"
        f"1 | {DISCARDED}\n"
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "  = assign the result to `model` (--fix --unsafe-fixes)\n"
        "\n"
        "Found 2 mistakes in 1 file.\n"
        "1 can be fixed with `--fix`.\n"
        "1 can be fixed with `--fix --unsafe-fixes`.\n"
    )
    main(["--output-format", "concise", "-q", "--no-cache"])
    rows = capsys.readouterr().out.splitlines()
    assert [row.partition(" TL")[0] for row in rows] == [
        "nb.ipynb:cell 2:3:29:",
        "nb.ipynb:cell 4:1:1:",
    ]


def test_json(capsys: Output) -> None:
    write(encoded(code(IMPORTS), code(f"x = '漢𝒳'; {GENERATOR}")))
    (entry,) = found(capsys)
    assert entry["cell"] == 2
    assert entry["location"] == {"row": 1, "column": 39}
    assert entry["end_location"] == {"row": 1, "column": 53}
    (edit,) = entry["fix"]["edits"]
    assert edit["cell"] == 2
    assert edit["filename"] == "nb.ipynb"
    assert edit["location"] == edit["end_location"] == {"row": 1, "column": 39}


def test_a_finding_over_several_rows(capsys: Output) -> None:
    write(encoded(code(f"{IMPORTS}\n"), code("eqx.tree_at(\n    lambda m: m.a,\n    m,\n)\nx")))
    first, second = found(capsys)
    assert [first["code"], second["code"]] == ["TL202", "TL301"]
    assert first["cell"] == second["cell"] == 2
    assert second["location"] == {"row": 1, "column": 1}
    assert second["end_location"] == {"row": 4, "column": 2}


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif", "junit"])
def test_other_formats_name_the_cell(name: str, capsys: Output) -> None:
    write(DATA)
    assert main(["--output-format", name, "--no-cache"]) == 1
    out = capsys.readouterr().out
    assert "cell 2" in out
    assert "cell 4" in out


def test_fix(capsys: Output) -> None:
    path = write(DATA)
    assert main(["--fix", "--no-cache"]) == 1
    assert path.read_bytes() == DATA.replace(GENERATOR.encode(), TUPLE.encode())
    assert main(["--fix", "--unsafe-fixes", "--no-cache"]) == 0
    expected = DATA.replace(GENERATOR.encode(), TUPLE.encode())
    assert path.read_bytes() == expected.replace(DISCARDED.encode(), ASSIGNED.encode())
    assert "(1 fixed)" in capsys.readouterr().out
    time = path.stat().st_mtime_ns
    assert main(["--fix", "--unsafe-fixes", "--no-cache"]) == 0
    assert path.stat().st_mtime_ns == time


@pytest.mark.parametrize("indent", [None, 0, 4, "\t"])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_fix_keeps_all_else(indent: int | str | None, *, ascii_only: bool, end: str) -> None:
    cells = [markdown("é"), code(f"{IMPORTS}\nx = 'é'\n{GENERATOR}"), lines("y = 'ü'\n")]
    nb = notebook(*cells, metadata=PYTHON | {"title": "𝒳/é", "n": 1e400})
    text = json.dumps(nb, indent=indent, ensure_ascii=ascii_only, sort_keys=True)
    data = (text.replace("\n", end or "\n") + end).encode()
    path = write(data)
    assert main(["--fix", "--no-cache"]) == 0
    assert path.read_bytes() == data.replace(GENERATOR.encode(), TUPLE.encode())


def test_diff(capsys: Output) -> None:
    path = write(DATA)
    assert main(["--diff", "--unsafe-fixes", "--no-cache"]) == 1
    captured = capsys.readouterr()
    assert captured.out == (
        "--- nb.ipynb:cell 2\n"
        "+++ nb.ipynb:cell 2\n"
        "@@ -1,4 +1,4 @@\n"
        " import equinox as eqx\n"
        " %matplotlib inline\n"
        f"-{GENERATOR}\n"
        f"+{TUPLE}\n"
        " \n"
        "--- nb.ipynb:cell 4\n"
        "+++ nb.ipynb:cell 4\n"
        "@@ -1,2 +1,2 @@\n"
        f"-{DISCARDED}\n"
        f"+{ASSIGNED}\n"
        " !ls\n"
    )
    assert captured.err == "2 fixes would be applied.\n"
    assert path.read_bytes() == DATA


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def run_stdin(monkeypatch: pytest.MonkeyPatch, data: bytes, *arguments: str) -> tuple[int, bytes]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", Stdin(data))
    monkeypatch.setattr(sys, "stdout", out)
    status = main(["-", "--stdin-filename", "folder/nb.ipynb", "-q", *arguments])
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return status, out.buffer.getvalue()


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    status, out = run_stdin(monkeypatch, DATA, "--output-format", "concise")
    assert status == 1
    assert out.startswith(b"folder/nb.ipynb:cell 2:3:29: TL104")
    status, out = run_stdin(monkeypatch, DATA, "--fix")
    assert (status, out) == (1, DATA.replace(GENERATOR.encode(), TUPLE.encode()))
    assert "folder/nb.ipynb:cell 4:1:1: TL301" in capsys.readouterr().err
    status, out = run_stdin(monkeypatch, DATA, "--diff")
    assert status == 1
    assert out.startswith(b"--- folder/nb.ipynb:cell 2\n")
    # Whatever it is, it comes out again.
    assert run_stdin(monkeypatch, b"{", "--fix") == (2, b"{")
    julia = encoded(code("x"), metadata={"language_info": {"name": "julia"}})
    assert run_stdin(monkeypatch, julia, "--fix") == (0, julia)


def test_broken_notebooks(capsys: Output) -> None:
    write(b'{"cells": [tree_at equinox', "broken.ipynb")
    write(DATA)
    assert main(["-q", "--no-cache"]) == 2
    captured = capsys.readouterr()
    assert captured.err == (
        "treelint: broken.ipynb: not valid JSON in line 1, column 12 (Expecting value); restore "
        "it, or write it anew from Jupyter\n"
    )
    assert "nb.ipynb:cell 2:3:29: TL104" in captured.out


def test_other_languages_are_passed_over(capsys: Output) -> None:
    write(encoded(code(GENERATOR), metadata={"kernelspec": {"language": "R"}}))
    assert main(["nb.ipynb", "--fix", "--no-cache"]) == 0
    assert capsys.readouterr().err == ""


def test_discovery(capsys: Output) -> None:
    write(DATA, "a/nb.ipynb")
    write(DATA, "a/.ipynb_checkpoints/nb-checkpoint.ipynb")
    write(DATA, "a/nb.ipynb.bak")
    main(["--output-format", "concise", "-q", "--no-cache"])
    names = {row.partition(":")[0] for row in capsys.readouterr().out.splitlines()}
    assert names == {str(Path("a", "nb.ipynb"))}
    # What mentions no tree code costs a read, unless it is named.
    broken = write(b"{", "b.ipynb")
    assert main(["a", "-q", "--exit-zero", "--no-cache"]) == 0
    assert main([".", "-q", "--exit-zero", "--no-cache"]) == 0
    assert main([str(broken), "-q", "--exit-zero", "--no-cache"]) == 2


def test_a_cell_that_cannot_be_parsed(capsys: Output) -> None:
    path = write(encoded(code(IMPORTS), code("'é', x = (\n"), code(GENERATOR), code("def f(:")))
    assert main(["--fix", "--no-cache"]) == 2
    out = capsys.readouterr().out
    assert "nb.ipynb:cell 2:1:10: TL900 syntax-error: '(' was never closed" in out
    assert "\n1 | 'é', x = (\n  |          ^\n" in out
    assert "nb.ipynb:cell 4:1:7: TL900 syntax-error" in out
    assert "TL104" not in out
    # The others are fixed all the same.
    assert sources(path.read_bytes())[2] == TUPLE


@pytest.mark.parametrize(
    ("cell", "row", "column"),
    [
        ("x = 1\ny = = 2", 2, 5),
        ("    x = 1\n    y = = 2", 2, 9),
        (">>> y = = 2", 1, 9),
        ("%%time\nx = = 1", 2, 5),
        ("if x:\n", 1, 6),
        ("x = '''\n\n", 1, 5),
        ("x = \0", 1, 5),
        ("é = '\ud800'", 1, 6),
        ("(" * 1000, 1, 1),
    ],
)
def test_where_a_cell_cannot_be_parsed(cell: str, row: int, column: int, capsys: Output) -> None:
    data = json.dumps(notebook(code("x = 1\n\n"), code(cell), code("x = 1"))).encode()
    write(data)
    (entry,) = found(capsys, "nb.ipynb")
    assert (entry["code"], entry["cell"], entry["location"]["row"]) == ("TL900", 2, row)
    if cell[0] != "(":  # what Python says of these depends on its version
        assert entry["location"]["column"] == column


def test_a_cell_that_is_meant_to_raise(capsys: Output) -> None:
    tag = {"tags": ["raises-exception"]}
    write(encoded(code(IMPORTS), code(NO_FIX, **tag), code("x = = 1", **tag), code(NO_FIX)))
    assert places(capsys) == [(4, 1, 7, "TL202")]


def test_names_are_shared_between_cells(capsys: Output) -> None:
    write(encoded(code("from equinox import tree_at as at"), code("x = at(lambda m: m.a, m)")))
    assert places(capsys) == [(2, 1, 5, "TL202")]
    write(encoded(code("x = at(lambda m: m.a, m)"), code("from equinox import tree_at as at")))
    assert places(capsys) == [(1, 1, 5, "TL202")]
    write(encoded(code("from equinox import tree_at as at"), code("at = f"), code(NO_FIX)))
    assert places(capsys) == []


def test_suppressions(capsys: Output) -> None:
    ignored = f"{NO_FIX}  # treelint: ignore[TL202]"
    write(
        encoded(code(IMPORTS), code(ignored), code(f"!ls\n{NO_FIX}  # noqa: TL202"), code(NO_FIX))
    )
    assert places(capsys) == [(4, 1, 7, "TL202")]
    # A comment for the file may stand in any cell, also in one that cannot be parsed.
    for cell in ("# treelint: file-ignore[TL202]", "# treelint: file-ignore[TL202]\nx = ("):
        write(encoded(code(IMPORTS), code(NO_FIX), code(cell), code(NO_FIX)))
        assert {entry["code"] for entry in found(capsys)} <= {"TL900"}
    # What Markdown, output or another language say is no comment of ours.
    comment = "# treelint: file-ignore[TL202]"
    write(encoded(markdown(comment), code(f"%%bash\n{comment}"), code(f"{IMPORTS}\n{NO_FIX}")))
    assert places(capsys) == [(3, 2, 7, "TL202")]


def test_unused_comments(capsys: Output) -> None:
    comment = "# treelint: ignore[TL202]"
    path = write(
        encoded(lines(f"{IMPORTS}\n{comment}"), lines(f"x = 1  {comment}\n"), code(comment))
    )
    assert places(capsys) == [(1, 2, 1, "TL901"), (2, 1, 8, "TL901"), (3, 1, 1, "TL901")]
    assert main(["--fix", "--no-cache"]) == 0
    expected = encoded(lines(IMPORTS), lines("x = 1\n"), code(""))
    assert path.read_bytes() == expected
    # It may be of use where nobody can look.
    write(encoded(code(comment), code("x = (")))
    capsys.readouterr()
    assert places(capsys) == [(2, 1, 5, "TL900")]


def test_no_updates_are_merged_across_cells(capsys: Output) -> None:
    first = "m = eqx.tree_at(lambda m: m.a, m, 1)"
    second = "m = eqx.tree_at(lambda m: m.b, m, 2)"
    write(encoded(code(IMPORTS), code(f"{first}\n{second}")))
    assert [place[3] for place in places(capsys, "--select", "TL601")] == ["TL601"]
    write(encoded(code(IMPORTS), code(first), code(second)))
    assert places(capsys, "--select", "TL601") == []


def test_add_ignores() -> None:
    path = write(DATA)
    assert main(["--add-ignores", "-q", "--no-cache"]) == 0
    expected = DATA.replace(GENERATOR.encode(), f"{GENERATOR}  # treelint: ignore[TL104]".encode())
    comment = f"{DISCARDED}  # treelint: ignore[TL301]"
    assert path.read_bytes() == expected.replace(DISCARDED.encode(), comment.encode())
    assert main(["-q", "--no-cache"]) == 0


def test_add_ignores_says_where_none_can_stand(capsys: Output) -> None:
    write(encoded(code(IMPORTS), code(f"if ['''\n''', {NO_FIX[6:]}, '''\n''']: pass")))
    assert main(["--add-ignores", "--no-cache"]) == 1
    assert "nb.ipynb:cell 2:2:6: no comment can stand there for TL202" in capsys.readouterr().err


def test_a_baseline(capsys: Output) -> None:
    path = write(DATA)
    assert main(["--write-baseline", "baseline.json", "-q", "--no-cache"]) == 0
    assert main(["--baseline", "baseline.json", "-q", "--no-cache"]) == 0
    # A cell more, and lines before it, do not make them other mistakes.
    nb = json.loads(path.read_bytes())
    nb["cells"].insert(0, code("x = 1"))
    nb["cells"][2]["source"].insert(1, "\n")
    nb["cells"].append(code(NO_FIX))
    write(json.dumps(nb).encode())
    capsys.readouterr()
    entries = found(capsys, "--baseline", "baseline.json")
    assert [(entry["cell"], entry["code"]) for entry in entries] == [(6, "TL202")]


def test_a_fix_that_reaches_into_a_magic_is_withheld(capsys: Output) -> None:
    # IPython reads other lines of an indented cell than stand there: all of it counts as one.
    ignore = "# treelint: ignore[TL202]"
    cells = [
        code(IMPORTS),
        code(f"    {GENERATOR}\n    x = 1  {ignore}"),
        code(f"!ls\n{GENERATOR}"),
    ]
    path = write(encoded(*cells))
    main(["--output-format", "concise", "-q", "--no-cache"])
    rows = capsys.readouterr().out.splitlines()
    assert [row.partition(" TL")[0] for row in rows] == [
        "nb.ipynb:cell 2:1:33:",
        "nb.ipynb:cell 2:2:12:",
        "nb.ipynb:cell 3:2:29:",
    ]
    assert [row.rpartition("; ")[2] for row in rows[:2]] == [WITHHELD, WITHHELD]
    assert rows[2].endswith("[--fix]")
    assert [entry["fix"] is None for entry in found(capsys)] == [True, True, False]
    assert main(["--fix", "-q", "--no-cache"]) == 1
    assert sources(path.read_bytes())[1:] == [cells[1]["source"], f"!ls\n{TUPLE}"]


def test_a_fix_that_would_unmake_a_magic_is_withheld() -> None:
    no_replacement = find_rule("TL202")
    assert no_replacement is not None
    find = no_replacement.check

    def check(file: FileIndex) -> Iterator[Finding]:
        start = file.source.cells[1].start
        for finding in find(file):
            yield replace(finding, fix=Fix.safe("", Splice(start, start, "x = 1\n")))

    # It would come before `%%time`, which must be first.
    source = read(encoded(code(IMPORTS), code(f"%%time\n{NO_FIX}")))
    fixed = engine.fix(source, Config((replace(no_replacement, check=check),)), unsafe=False)
    assert (fixed.landed, fixed.source) == (0, source)
    (finding,) = fixed.remaining.findings
    assert finding.fix is None
    assert finding.message.endswith(WITHHELD)


def test_what_is_written_is_read_again_first(
    monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    path = write(DATA)
    monkeypatch.setattr("treelint.notebook.source.document_with", lambda *_: "{")
    assert main(["--fix", "-q", "--no-cache"]) == 2
    assert "This is a mistake in treelint" in capsys.readouterr().err
    assert path.read_bytes() == DATA


def test_a_module_is_checked_without_what_notebooks_need() -> None:
    Path("a.py").write_text(f"{IMPORTS}\n{GENERATOR}\n")
    program = (
        "import sys; from treelint.cli import main; main(['a.py', '--fix', '--no-cache']); "
        "print([name for name in sys.modules if name.startswith('treelint.notebook')])"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.endswith("\n[]\n")
