"""`--add-ignores`: one comment for every finding, where a comment can stand, and nothing else."""

import ast
import json
import textwrap
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.analyzer.support import ALL
from treelint import add_ignores, comment_places, engine
from treelint.cli import main
from treelint.engine import Checked, Config
from treelint.findings import Splice
from treelint.report.model import FileReport
from treelint.source import Failure, SourceFile

IMPORT = "import equinox as eqx\n"
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ignored(code: str, *arguments: str, status: int = 0) -> str:
    """The code, below an import, after `--add-ignores`; checked again, and added to again."""
    before = IMPORT + textwrap.dedent(code)
    path = Path("a.py")
    path.write_text(before, newline="")
    assert main(["--add-ignores", "a.py", "-q", *arguments]) == status
    after = path.read_bytes().decode()
    assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(before))
    if not arguments:
        assert main(["a.py", "-q"]) == status
        assert main(["--add-ignores", "a.py", "-q"]) == status
        assert path.read_bytes().decode() == after
    return after.removeprefix(IMPORT)


def check(before: str, after: str, status: int = 0) -> None:
    assert ignored(before, status=status) == textwrap.dedent(after)


def test_a_comment() -> None:
    check(
        "x = eqx.tree_at(lambda m: m.a, m)\n",
        "x = eqx.tree_at(lambda m: m.a, m)  # treelint: ignore[TL202]\n",
    )


def test_several_codes_and_an_end_without_a_newline() -> None:
    check(
        "eqx.tree_at(lambda m: m.a, m)  ",
        "eqx.tree_at(lambda m: m.a, m)  # treelint: ignore[TL202, TL301]",
    )


def test_other_comments_stay() -> None:
    check(
        "x = eqx.tree_at(w, m)  # why # noqa: E501\n",
        "x = eqx.tree_at(w, m)  # why # noqa: E501  # treelint: ignore[TL202]\n",
    )
    check(
        "x = eqx.tree_at(w, m)  # type: ignore[misc]\n",
        "x = eqx.tree_at(w, m)  # type: ignore[misc]  # treelint: ignore[TL202]\n",
    )
    check(
        "x = eqx.tree_at(w, m)  # ends in \\\n",
        "x = eqx.tree_at(w, m)  # ends in \\  # treelint: ignore[TL202]\n",
    )


def test_a_comment_of_ours_is_added_to() -> None:
    check(
        "eqx.tree_at(w, m)  # treelint: ignore[TL301] for now\n",
        "eqx.tree_at(w, m)  # treelint: ignore[TL301, TL202] for now\n",
    )
    check(
        "eqx.tree_at(w, m)  # noqa: TL301\n",
        "eqx.tree_at(w, m)  # noqa: TL301  # treelint: ignore[TL202]\n",
    )
    # On whichever of the two lines it stands.
    check(
        "eqx.tree_at(\n    w, m\n)  # treelint: ignore[TL301]\n",
        "eqx.tree_at(\n    w, m\n)  # treelint: ignore[TL301, TL202]\n",
    )


def test_calls_of_several_lines() -> None:
    check(
        """\
        x = eqx.tree_at(
            lambda m: (
                l for l in m
            ),
            m,
        )
        """,
        """\
        x = eqx.tree_at(  # treelint: ignore[TL202]
            lambda m: (  # treelint: ignore[TL104]
                l for l in m
            ),
            m,
        )
        """,
    )


def test_not_before_a_continuation() -> None:
    check(
        "x = eqx \\\n    .tree_at(w, m)\n",
        "x = eqx \\\n    .tree_at(w, m)  # treelint: ignore[TL202]\n",
    )
    check(
        "x = 1 + \\\n    eqx.tree_at(w, m) + \\\n    1\n",
        "x = 1 + \\\n    eqx.tree_at(w, m) + \\\n    1  # treelint: ignore[TL202]\n",
    )
    header = "if eqx.tree_at(w, m) + \\\n    1:\n    pass\n"
    check(header, header, status=1)


@pytest.mark.parametrize("prefix", ["", "r", "f"])
def test_not_within_a_string(prefix: str) -> None:
    check(
        f"x = eqx.tree_at(w, {prefix}'''\n# text\n''')\n",
        f"x = eqx.tree_at(w, {prefix}'''\n# text\n''')  # treelint: ignore[TL202]\n",
    )
    header = f"while ({prefix}'''\n''', eqx.tree_at(w, m), {prefix}'''\n'''):\n    pass\n"
    check(header, header, status=1)


def test_the_nearest_of_several_rows() -> None:
    check(
        "x = [\n    1,\n    eqx.tree_at(w, m),\n    eqx.tree_at(w, n),\n]\n",
        "x = [\n    1,\n    eqx.tree_at(w, m),  # treelint: ignore[TL202]\n"
        "    eqx.tree_at(w, n),  # treelint: ignore[TL202]\n]\n",
    )
    check(
        "x = [\n    eqx.tree_at(w, m), '''\n    '''\n]\n",
        "x = [  # treelint: ignore[TL202]\n    eqx.tree_at(w, m), '''\n    '''\n]\n",
    )


def test_where_no_comment_can_stand(capsys: Output) -> None:
    code = "if ['''\n''', eqx.tree_at(w, m), '''\n''']: pass\n"
    Path("a.py").write_text(IMPORT + code)
    assert main(["--add-ignores", "a.py"]) == 1
    captured = capsys.readouterr()
    assert "a.py:3:6: TL202" in captured.out
    assert captured.err == (
        "treelint: a.py:3:6: no comment can stand there for TL202\n"
        "treelint: added 0 comments in 0 files\n"
    )
    assert Path("a.py").read_text() == IMPORT + code


def test_comments_that_ignore_nothing_go() -> None:
    check("x = 1  # treelint: ignore[TL202]\n", "x = 1\n")
    check(
        "x = eqx.tree_at(w, m)  # treelint: ignore[TL301]\n",
        "x = eqx.tree_at(w, m)  # treelint: ignore[TL202]\n",
    )
    check("# treelint: file-ignore[TL104]\nx = 1\n", "x = 1\n")


def test_comments_that_cannot_be_read_stay() -> None:
    line = "x = eqx.tree_at(w, m)  # treelint: ignore TL202\n"
    check(line, line, status=1)
    check(
        "x = eqx.tree_at(\n    w, m)  # treelint: ignore TL202\n",
        "x = eqx.tree_at(  # treelint: ignore[TL202]\n    w, m)  # treelint: ignore TL202\n",
        status=1,
    )


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_endings(end: str) -> None:
    code = "x = eqx.tree_at(w, m)\ny = eqx.tree_at(\n    w,\n    m)\n"
    after = code.replace("w, m)", "w, m)  # treelint: ignore[TL202]", 1)
    after = after.replace("y = eqx.tree_at(", "y = eqx.tree_at(  # treelint: ignore[TL202]")
    Path("a.py").write_bytes((IMPORT + code).replace("\n", end).encode())
    assert main(["--add-ignores", "a.py"]) == 0
    assert Path("a.py").read_bytes() == (IMPORT + after).replace("\n", end).encode()


def test_encodings() -> None:
    code = f"# coding: latin-1\n{IMPORT}x = ('é', eqx.tree_at(w, m))"
    Path("a.py").write_bytes(code.encode("latin-1"))
    Path("b.py").write_bytes(b"\xef\xbb\xbf" + code.replace("latin-1", "utf-8").encode())
    Path("a.py").chmod(0o755)
    assert main(["--add-ignores"]) == 0
    comment = "  # treelint: ignore[TL202]"
    assert Path("a.py").read_bytes() == (code + comment).encode("latin-1")
    assert Path("a.py").stat().st_mode & 0o777 == 0o755
    assert Path("b.py").read_bytes().startswith(b"\xef\xbb\xbf#")
    assert Path("b.py").read_bytes().endswith(comment.encode())


def test_counts(capsys: Output) -> None:
    Path("a.py").write_text(f"{IMPORT}eqx.tree_at(w, m)\nx = eqx.tree_at(w, m)\n")
    Path("b.py").write_text(f"{IMPORT}x = eqx.tree_at(w, m)\n")
    Path("c.py").write_text("x = 1\n")
    assert main(["--add-ignores"]) == 0
    captured = capsys.readouterr()
    assert captured.err == "treelint: added 3 comments in 2 files\n"
    assert captured.out == "Nothing found in 3 files.\n"


def test_only_what_is_looked_for() -> None:
    after = ignored("eqx.tree_at(w, m)\n", "--select", "TL202,TL9")
    assert after == "eqx.tree_at(w, m)  # treelint: ignore[TL202]\n"


def test_what_fixes_leave() -> None:
    path = Path("a.py")
    path.write_text(f"{IMPORT}x = eqx.tree_at(lambda m: {{m.a}}, m, n)\ny = eqx.tree_at(w, m)\n")
    assert main(["--fix", "--add-ignores"]) == 0
    assert path.read_text() == (
        f"{IMPORT}x = eqx.tree_at(lambda m: (m.a,), m, n)\n"
        "y = eqx.tree_at(w, m)  # treelint: ignore[TL202]\n"
    )


def test_what_a_baseline_leaves(capsys: Output) -> None:
    path = Path("a.py")
    path.write_text(f"{IMPORT}x = eqx.tree_at(w, m)\n")
    assert main(["--write-baseline", "known.json"]) == 0
    path.write_text(f"{path.read_text()}x = eqx.tree_at(w, m)\ny = eqx.tree_at(w, m)\n")
    assert main(["--baseline", "known.json", "--add-ignores"]) == 0
    assert [line.partition("#")[2] for line in path.read_text().splitlines()] == [
        *("", "", " treelint: ignore[TL202]", " treelint: ignore[TL202]")
    ]
    capsys.readouterr()
    assert main(["--baseline", "known.json"]) == 0
    assert capsys.readouterr().err == ""


def test_syntax_errors_and_nothing_found(capsys: Output) -> None:
    Path("a.py").write_text("x = (\n")
    Path("b.py").write_bytes(b"\xff")
    assert main(["--add-ignores"]) == 2
    assert Path("a.py").read_text() == "x = (\n"
    captured = capsys.readouterr()
    assert "TL900" in captured.out
    assert "TL900" not in captured.err


def test_what_is_not_understood_writes_nothing(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = f"{IMPORT}x = eqx.tree_at(w, m)\n"
    Path("a.py").write_text(code)
    for other in (["--fixx"], ["--diff"], ["--write-baseline", "b.json"], ["--watch"]):
        assert main(["a.py", "--add-ignores", *other]) == 2
        captured = capsys.readouterr()
        assert "Nothing is written" in captured.err
        assert "TL202" in captured.out or "--diff" in other
        assert Path("a.py").read_text() == code
    assert not Path("b.json").exists()


def test_a_file_that_changes_meanwhile(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    path = Path("a.py")
    path.write_text(f"{IMPORT}x = eqx.tree_at(w, m)\n")

    def check_and_change(source: SourceFile, config: Config) -> Checked:
        path.write_text("x = 1\n")
        return original(source, config)

    original = engine.check
    monkeypatch.setattr(engine, "check", check_and_change)
    assert main(["--add-ignores"]) == 2
    captured = capsys.readouterr()
    assert "a.py: changed since it was read, left as it is; run again" in captured.err
    assert "TL202" in captured.out
    assert path.read_text() == "x = 1\n"


def test_a_file_that_goes_meanwhile(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    path = Path("a.py")
    path.write_text(f"{IMPORT}x = eqx.tree_at(w, m)\n")

    def check_and_remove(source: SourceFile, config: Config) -> Checked:
        path.unlink()
        return original(source, config)

    original = engine.check
    monkeypatch.setattr(engine, "check", check_and_remove)
    assert main(["--add-ignores"]) == 2
    assert "a.py: cannot be read: " in capsys.readouterr().err


@pytest.mark.parametrize("closed", [set[int](), {1}])
def test_a_wrong_place_is_noticed(
    closed: set[int], monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    """Were a comment put into a string after all, the file would be left as it was."""
    code = f"{IMPORT}x = eqx.tree_at(w, '''\n''')\n"
    Path("a.py").write_text(code)
    monkeypatch.setattr(comment_places, "_closed_rows", lambda source: closed)
    assert main(["--add-ignores"]) == 2
    captured = capsys.readouterr()
    assert "no comments added, as they would change more than what is ignored" in captured.err
    assert "TL202" in captured.out
    assert Path("a.py").read_text() == code


def test_where_nothing_can_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some lines of notebooks are not Python; a row of one is passed over for another."""
    source = SourceFile("a.py", f"{IMPORT}x = eqx.tree_at(\n    w,\n    m)\ny = 1\n")
    start, end = source.line_start(2), source.line_start(3)
    found = engine.check(source, ALL).findings

    def only_after(self: SourceFile, changes: Iterable[Splice]) -> bool:
        return all(change.start >= end for change in changes)

    monkeypatch.setattr(SourceFile, "accepts", only_after)
    result = add_ignores.with_ignores(FileReport(found, source), source, ALL)
    assert not isinstance(result, Failure)
    assert result.source.lines[3] == "    m)  # treelint: ignore[TL202]"

    def one(self: SourceFile, changes: Iterable[Splice]) -> bool:
        return len(list(changes)) == 1 and start > 0

    monkeypatch.setattr(SourceFile, "accepts", one)
    twice = SourceFile("a.py", source.text + source.text)
    found = engine.check(twice, ALL).findings
    result = add_ignores.with_ignores(FileReport(found, twice), twice, ALL)
    assert isinstance(result, Failure)


def test_where_tokenize_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it has not read is left alone."""

    def some(readline: object) -> Iterator[tokenize.TokenInfo]:
        yield tokenize.TokenInfo(tokenize.NAME, "x", (2, 0), (2, 1), "")
        raise tokenize.TokenError

    source = SourceFile("a.py", f"{IMPORT}x = eqx.tree_at(w, m)\ny = eqx.tree_at(w, m)\n")
    found = engine.check(source, ALL).findings
    monkeypatch.setattr(tokenize, "generate_tokens", some)
    places = comment_places.places_of(source, found)
    assert {row: len(items) for row, items in places.items()} == {None: 2}


# Where a call may stand: `{}` is the place of the next one.
AROUND = [
    "f({})",
    "({},\n    1)",
    "[  # why\n    {}\n]",
    "f('''\n''', {})",
    "(str({}) + '''\n    ''')",
    "({} + \\\n    1)",
    "{}.a \\\n    .b",
    'f"{{{}}}"',
    'f"""\n{{{}}}\n"""',
    "(lambda: {})",
    "{{\n    1: {},  # noqa: E501\n}}",
    "eqx.tree_at({}, m)",
    "eqx.tree_at(\n    lambda m: {},\n    m,\n)",
]
STATEMENTS = [
    "x = {}",
    "{}",
    "{}; x = 1",
    "x: int = {}  # treelint: ignore[TL202]",
    "x = {}  # treelint: ignore[TL104]",
    "x = {}  # treelint: ignore TL202",
    "if {}: pass",
    "while {}:\n    pass",
    "@f({})\ndef g(a={}): ...",
    "class A(\n    {}\n):\n    x = {}\n",
    "with {} as a, \\\n     {} as b:\n    pass",
    "assert {}, {}",
    "# treelint: ignore[TL202]",
]


@st.composite
def programs(draw: st.DrawFn) -> str:
    def filled(template: str, depth: int) -> str:
        parts = template.split("{}")
        places = [expression(depth) for _ in parts[1:]]
        return "".join(part + place for part, place in zip(parts, [*places, ""], strict=True))

    def expression(depth: int) -> str:
        if depth == 0:
            return "eqx.tree_at(w, m)"
        template = draw(st.sampled_from(AROUND))
        return filled(template, depth - 1).replace("{{", "{").replace("}}", "}")

    lines = [filled(draw(st.sampled_from(STATEMENTS)), draw(st.integers(0, 3))) for _ in range(3)]
    return draw(st.sampled_from(["\n", "\r\n"])).join([IMPORT.strip(), *lines])


@given(programs())
def test_any_program(code: str) -> None:
    try:
        ast.parse(code)
    except SyntaxError:
        assume(False)
    source = SourceFile("a.py", code)
    found = engine.check(source, ALL)
    result = add_ignores.with_ignores(FileReport(found.findings, source), source, ALL)
    assert not isinstance(result, Failure), result
    after = result.source
    assert ast.dump(ast.parse(after.text)) == ast.dump(ast.parse(code))
    left = engine.check(after, ALL).findings
    assert [item.code for item in left] == [item.code for item in result.file.findings]
    broken = "ignore TL202" in code
    closed = "if " in code or "while" in code or "with" in code or "@f" in code or "class" in code
    assert not left or broken or closed
    # Once more changes nothing.
    again = add_ignores.with_ignores(FileReport(left, after), after, ALL)
    assert not isinstance(again, Failure)
    assert again.source.text == after.text


def test_a_notebook() -> None:
    sources = [
        ["import equinox as eqx\n", "x = '''\n", "'''\n", "%time pass"],
        ["# nothing here"],
        ["y = 1\n", "eqx.tree_at(w, m); z = 2\n", "x = eqx.tree_at(w, m)  # why"],
    ]
    document = {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
            for source in sources
        ],
        "metadata": {"kernelspec": {"language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path = Path("a.ipynb")
    path.write_text(json.dumps(document, indent=1))
    assert main(["--add-ignores", "-q"]) == 0
    after = json.loads(path.read_text())
    assert after["cells"][2].pop("source") == [
        "y = 1\n",
        "eqx.tree_at(w, m); z = 2  # treelint: ignore[TL202, TL301]\n",
        "x = eqx.tree_at(w, m)  # why  # treelint: ignore[TL202]",
    ]
    before = json.loads(json.dumps(document))
    del before["cells"][2]["source"]
    assert after == before
    assert main(["-q"]) == 0
