"""The report for people: frames that show what is meant, whatever the line and the screen."""

import dataclasses
import io
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analyzer.reports import CODE, REPORTS, TEXTS, report_on
from treelint.findings import Finding, Position
from treelint.report import text
from treelint.report.colour import Palette
from treelint.report.frame import frame
from treelint.report.model import Report
from treelint.report.screen import Screen, screen, width
from treelint.report.summary import summary


def framed(code: str, start: tuple[int, int], end: tuple[int, int], shown_on: Screen) -> list[str]:
    """The frame for what stands from `start` up to `end`."""
    places = Position(*start), Position(*end)
    finding = Finding("TL1", "name", "message", "a.py", *places, frozenset())
    return list(frame(finding, code.split("\n"), shown_on))


def test_one_row() -> None:
    assert framed("a\nx = f(y)", (2, 5), (2, 9), Screen()) == [
        "  |",
        "2 | x = f(y)",
        "  |     ^^^^",
    ]


def test_no_width_and_the_end_of_the_file() -> None:
    assert framed("x = (", (1, 5), (1, 5), Screen())[-1] == "  |     ^"
    assert framed("x = (", (1, 6), (1, 6), Screen())[-1] == "  |      ^"
    assert framed("x = (", (2, 1), (2, 1), Screen()) == []


def test_rows_from_their_start() -> None:
    assert framed("f(\n\n  y)", (1, 1), (3, 5), Screen()) == [
        "  |",
        "1 | / f(",
        "2 | |",
        "3 | |   y)",
        "  | |____^",
    ]


def test_rows_from_within_a_line() -> None:
    assert framed("x = f(\n)", (1, 5), (2, 2), Screen()) == [
        "  |",
        "1 |   x = f(",
        "  |  _____^",
        "2 | | )",
        "  | |_^",
    ]


def test_many_rows() -> None:
    code = "\n".join(["f(", *(f"  {number}," for number in range(9)), ")"])
    lines = framed(code, (1, 1), (11, 2), Screen())
    assert [line.partition("|")[0].strip() for line in lines] == [
        *("", "1", "2", "3", "4", "", "10", "11", "")
    ]
    assert lines[5] == "   | | ..."
    assert lines[-1] == "   | |_^"


@pytest.mark.parametrize(
    ("before", "columns"),
    [
        ("漢字", 4),
        ("e\u0301", 1),
        ("\t", 4),
        ("\u3000", 2),
        ("\ufe0f", 0),
        ("\x1b", 4),
        ("\u202e", 6),
        ("\u200d", 6),
        ("\x85", 4),
    ],
)
def test_the_caret_is_below(before: str, columns: int) -> None:
    line, carets = framed(f"{before}f()", (1, len(before) + 1), (1, len(before) + 4), Screen())[1:]
    assert carets == f"  | {' ' * columns}^^^"
    assert width(line) == len("1 | ") + columns + 3


def test_nothing_that_a_terminal_obeys() -> None:
    (file,) = report_on(CODE, "a\x1b[2J\n\u202eb.py").files
    finding = dataclasses.replace(file.findings[0], message="one\x1b[31m\ntwo\x07")
    report = Report([dataclasses.replace(file, findings=[finding])], (), 1)
    head = next(text.lines(report, Screen()))
    assert r"a\x1b[2J\n\u202eb.py:2:27: " in head
    assert head.endswith(r"one\x1b[31m\ntwo\x07")
    assert next(text.concise(report, Screen())).startswith(head)


def test_an_encoding_without_the_characters() -> None:
    lines = framed("漢 = f()", (1, 5), (1, 8), Screen(encoding="ascii"))
    assert lines[1:] == [r"1 | \u6f22 = f()", f"  | {' ' * 9}^^^"]


LONG = "a" * 200 + "f(漢)" + "b" * 200


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("columns", [40, 79, 80, 140])
def test_long_lines_are_cut_around_the_caret(encoding: str, columns: int) -> None:
    shown = Screen(encoding=encoding, width=columns)
    line, carets = framed(LONG, (1, 201), (1, 205), shown)[1:]
    assert columns - 3 <= width(line) <= columns
    mark = "…" if encoding == "utf-8" else "..."
    assert line.startswith(f"1 | {mark}aaa")
    assert line.endswith(f"bbb{mark}")
    start, end = carets.index("^"), len(carets)
    # Wide characters take two columns, of which one is counted by `len`.
    assert line[start : end - (1 if encoding == "utf-8" else 0)] == shown.visible("f(漢)")


def test_cut_on_one_side() -> None:
    shown = Screen(width=40)
    line, carets = framed("x = f()" + "b" * 99, (1, 5), (1, 8), shown)[1:]
    assert (line[:12], line[-1]) == ("1 | x = f()b", "…")
    assert carets == "  |     ^^^"
    line, carets = framed("b" * 99 + "f()", (1, 100), (1, 103), shown)[1:]
    assert (line[4], line[-3:]) == ("…", "f()")
    assert line.index("f()") == carets.index("^^^")


def test_what_is_marked_may_be_too_long() -> None:
    line, carets = framed("b" * 60 + "f" * 99, (1, 61), (1, 160), Screen(width=40))[1:]
    assert len(carets) <= 40
    assert line[carets.index("^")] in "f…"
    assert carets.count("^") > 20


def test_half_of_a_wide_character() -> None:
    for offset in (0, 1):
        code = "漢" * 40 + "x" * offset + "f()"
        line, carets = framed(code, (1, len(code) - 2), (1, len(code) + 1), Screen(width=40))[1:]
        assert width(line[: line.index("f()")]) == carets.index("^^^")


def test_rows_that_are_too_long() -> None:
    lines = framed("f(" + "漢" * 60 + "\n)", (1, 1), (2, 2), Screen(width=40))
    assert all(width(line) <= 40 for line in lines)
    # What begins beyond the width is shown in one row.
    lines = framed("a" * 60 + "f(\n)", (1, 61), (2, 2), Screen(width=40))
    assert len(lines) == 3
    assert lines[2].count("^") == 2


@given(
    TEXTS,
    st.integers(0, 12),
    st.integers(0, 12),
    st.sampled_from(["utf-8", "ascii", "cp1252"]),
    st.integers(40, 60),
)
def test_any_line(code: str, start: int, size: int, encoding: str, columns: int) -> None:
    code = code.replace("\n", "").replace("\r", "") * 9
    start, end = min(start, len(code)), min(start + size, len(code))
    lines = framed(code, (1, start + 1), (1, end + 1), Screen(encoding=encoding, width=columns))
    _, line, carets = lines
    assert width(line) <= columns
    assert len(carets) <= columns
    assert carets.strip(" |^") == ""
    assert "^" in carets
    assert line.encode(encoding).decode(encoding) == line


@given(REPORTS, st.sampled_from([text.lines, text.concise]))
def test_any_text(report: Report, render: Callable[[Report, Screen], Iterator[str]]) -> None:
    lines = list(render(report, Screen(encoding="ascii", width=60)))
    assert all(line.isascii() and line.isprintable() for line in lines)
    assert sum(" some-rule: " in line for line in lines) >= len(report.findings)


def test_the_end_of_a_long_line() -> None:
    _, line, carets = framed("x" * 50, (1, 51), (1, 51), Screen(width=40))
    assert line.endswith("x")
    assert carets.endswith("^")


def test_colours() -> None:
    (file,) = report_on(CODE).files
    colours = Palette(bold="<b>", code="<c>", rule="<r>", cure="<u>", reset="</>")
    lines = list(text.lines(Report([file], (), 1), Screen(colours)))
    assert lines[0].startswith("<b>a.py</>:2:27: <c>TL104</> where-not-a-sequence: ")
    assert lines[2].startswith("<r>2 |</> x = eqx")
    assert lines[3].endswith("<c>^^^^^^^^^^^^^^</>")
    assert lines[4] == "  <u>= make a tuple of it</> (--fix)"
    assert lines[10] == "<r>  |</> <c>|__________^</>"


class Terminal(io.StringIO):
    """A terminal of an encoding, which knows its size or does not."""

    def __init__(self, encoding: str | None) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str | None:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


def test_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert screen(io.StringIO()) == Screen()
    monkeypatch.setattr(os, "get_terminal_size", lambda _: (72, 20))
    seen = screen(Terminal("latin-1"))
    assert (seen.encoding, seen.width) == ("latin-1", 72)
    assert seen.palette != Palette()
    monkeypatch.setenv("COLUMNS", "55")
    assert screen(Terminal(None)).width == 55
    monkeypatch.setenv("COLUMNS", "3")
    assert screen(Terminal(None)).width == 40
    monkeypatch.setenv("NO_COLOR", "1")
    assert screen(Terminal(None)).palette == Palette()

    def unknown(_: int) -> tuple[int, int]:
        raise OSError

    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(os, "get_terminal_size", unknown)
    assert screen(Terminal(None)).width == 140
    monkeypatch.setattr(os, "get_terminal_size", lambda _: (0, 0))
    assert screen(Terminal(None)).width == 140


def test_summary() -> None:
    report = report_on(CODE)
    (file,) = report.files

    def closing(**changes: object) -> list[str]:
        return list(summary(dataclasses.replace(report, **changes)))  # type: ignore[arg-type]

    assert closing() == [
        "Found 2 mistakes in 1 file.",
        "1 can be fixed with `--fix`.",
        "1 can be fixed with `--fix --unsafe-fixes`.",
    ]
    assert closing(files=[dataclasses.replace(file, allows_unsafe=True)])[1:] == [
        "2 can be fixed with `--fix`."
    ]
    known = dataclasses.replace(file, findings=(), known=file.findings)
    assert closing(files=[known], fixed=3, checked=2) == [
        "Nothing found in 2 files (3 fixed, 2 in the baseline)."
    ]
    (broken,) = report_on("x = (").files
    assert closing(files=[broken]) == ["Found 1 mistake in 1 file."]
