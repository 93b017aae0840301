"""Workflow commands of GitHub Actions."""

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given

from tests.analyzer.reports import CODE, REPORTS, report_on
from treelint.report import github
from treelint.report.model import Report
from treelint.source import Failure

COMMAND = re.compile(r"::error ([^\r\n]*?)::([^\r\n]*)\Z")


def parsed(line: str) -> tuple[dict[str, str], str]:
    """What the runner makes of a command."""
    match = COMMAND.match(line)
    assert match is not None
    pairs = (item.split("=", 1) for item in match[1].split(","))
    return {name: unescaped(value) for name, value in pairs}, unescaped(match[2])


def unescaped(text: str) -> str:
    for escape, character in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}.items():
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def test_commands() -> None:
    first, second = github.lines(report_on(CODE, "src/a.py"))
    assert first == (
        "::error title=treelint (TL104),file=src/a.py,line=2,endLine=2,col=27,endColumn=41"
        "::src/a.py:2:27: TL104 where-not-a-sequence: `where` returns a generator, which is no "
        "sequence of nodes; return `tuple(...)` instead"
    )
    # GitHub takes no columns where the lines differ.
    assert second.startswith("::error title=treelint (TL301),file=src/a.py,line=3,endLine=4::")


def test_failures() -> None:
    lines = list(github.lines(Report((), [Failure("a,b:c.py", "100%\nbroken")], 0)))
    assert lines == ["::error title=treelint::a,b:c.py: 100%25%0Abroken"]


def test_paths_from_the_root_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    properties, _ = parsed(next(github.lines(report_on(CODE))))
    assert properties["file"] == "inner/a.py"


def test_a_notebook() -> None:
    (file,) = report_on(CODE).files
    finding = dataclasses.replace(file.findings[0], cell=2)
    report = Report([dataclasses.replace(file, findings=[finding])], (), 1)
    properties, message = parsed(next(github.lines(report)))
    assert properties.keys() == {"title", "file", "line", "endLine"}
    assert (properties["line"], properties["endLine"]) == ("1", "1")
    assert message.startswith("a.py:cell 2:2:27: TL104 where-not-a-sequence: ")


@given(REPORTS)
def test_any_text(report: Report) -> None:
    lines = list(github.lines(report))
    assert len(lines) == len(report.findings) + len(report.failures)
    for line, finding in zip(lines, report.findings, strict=False):
        properties, message = parsed(line)
        assert properties["title"] == f"treelint ({finding.code})"
        assert message.endswith(f"{finding.name}: {finding.message}")
        assert int(properties["line"]) >= 1
    for line, failure in zip(lines[len(report.findings) :], report.failures, strict=True):
        assert parsed(line) == ({"title": "treelint"}, str(failure))
