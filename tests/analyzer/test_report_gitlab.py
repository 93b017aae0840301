"""GitLab's Code Quality report."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.analyzer.reports import CODE, REPORTS, report_on
from treelint.report import gitlab
from treelint.report.model import Report


def entries(report: Report) -> Any:
    return json.loads(gitlab.render(report))


def test_entries() -> None:
    first, second = entries(report_on(CODE, "./src/../src/a.py"))
    assert first["description"].startswith(
        "TL104 where-not-a-sequence: `where` returns a generator"
    )
    assert (first["check_name"], first["severity"]) == ("TL104", "major")
    assert second["location"] == {
        "path": "src/a.py",
        "positions": {"begin": {"line": 3, "column": 1}, "end": {"line": 4, "column": 11}},
    }
    assert first.keys() == {"description", "check_name", "fingerprint", "severity", "location"}


def test_severity_of_a_syntax_error() -> None:
    assert [entry["severity"] for entry in entries(report_on("x = (\n"))] == ["critical"]


def test_nothing_found() -> None:
    assert entries(report_on("")) == []


def test_paths_from_the_root_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path))
    assert entries(report_on(CODE))[0]["location"]["path"] == "inner/a.py"


def fingerprints(code: str, filename: str = "a.py") -> list[str]:
    return [entry["fingerprint"] for entry in entries(report_on(code, filename))]


def test_fingerprints_stay() -> None:
    before = fingerprints(CODE)
    lines = CODE.splitlines(keepends=True)
    moved = "".join([lines[0], "\n# more\n", *lines[1:]])
    assert fingerprints(moved) == before
    indented = "".join([lines[0], "if a:\n", *("    " + line for line in lines[1:])])
    assert fingerprints(indented) == before
    ignored = CODE.replace("new)", "new)  # treelint: ignore[TL301]")
    assert set(before) <= set(fingerprints(ignored))
    assert fingerprints(CODE, "b.py") != before
    assert fingerprints(CODE.replace("new", "old"))[0] != before[0]


def test_fingerprints_differ() -> None:
    line = CODE.splitlines(keepends=True)[1]
    found = fingerprints(CODE + line * 3)
    assert len(set(found)) == len(found) == 5


def test_a_notebook() -> None:
    (file,) = report_on(CODE).files
    finding = dataclasses.replace(file.findings[0], cell=2)
    (entry,) = entries(Report([dataclasses.replace(file, findings=[finding])], (), 1))
    begin = {"line": 1, "column": 1}
    assert entry["location"]["positions"] == {"begin": begin, "end": begin}
    assert entry["description"].startswith("TL104 cell 2, row 2: ")


@given(REPORTS)
def test_any_text(report: Report) -> None:
    assert gitlab.render(report).isascii()
    found = entries(report)
    assert [entry["check_name"] for entry in found] == [item.code for item in report.findings]
    for entry, finding in zip(found, report.findings, strict=True):
        assert entry["description"].endswith(f"{finding.name}: {finding.message}")
        assert not entry["location"]["path"].startswith("./")
