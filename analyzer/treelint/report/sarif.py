"""SARIF 2.1.0, for code scanning and for the viewers of editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from treelint import __version__
from treelint.explain import page
from treelint.findings import NEVER_IGNORED
from treelint.fingerprint import fingerprints
from treelint.report.edits import edits
from treelint.report.place import described, from_root, root, rows
from treelint.rule import DOCUMENTATION
from treelint.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from treelint.findings import Finding, Position
    from treelint.report.edits import Edit
    from treelint.report.model import FileReport, Report
    from treelint.source import Failure

Json: TypeAlias = dict[str, Any]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"


def render(report: Report) -> str:
    """The whole report as one document with one run."""
    folder = root()
    codes = sorted({finding.code for finding in report.findings})
    run = {
        "tool": {"driver": _driver(codes)},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"uri": f"{folder.as_uri().rstrip('/')}/"}},
        "invocations": [_invocation(report.failures, folder)],
        "results": [result for file in report.files for result in _results(file, codes, folder)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _driver(codes: Sequence[str]) -> Json:
    return {
        "name": "treelint",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": DOCUMENTATION,
        "rules": [_rule(code) for code in codes],
    }


def _rule(code: str) -> Json:
    rule = find_rule(code)
    entry: Json = {"id": code, "defaultConfiguration": {"level": _level(code)}}
    if rule is None:
        return entry
    text = page(rule)
    return entry | {
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": text, "markdown": text},
        "helpUri": rule.url,
    }


def _level(code: str) -> str:
    return "error" if code in NEVER_IGNORED else "warning"


def _invocation(failures: Sequence[Failure], folder: Path) -> Json:
    return {
        "executionSuccessful": not failures,
        "toolExecutionNotifications": [_notification(failure, folder) for failure in failures],
    }


def _notification(failure: Failure, folder: Path) -> Json:
    notification: Json = {"level": "error", "message": {"text": str(failure)}}
    # Not all that fails is a file: an option may be unknown.
    if os.path.lexists(failure.filename):
        place = {"artifactLocation": _artifact(failure.filename, folder)}
        notification["locations"] = [{"physicalLocation": place}]
    return notification


def _results(file: FileReport, codes: Sequence[str], folder: Path) -> Iterator[Json]:
    if not file.findings:
        return
    path = from_root(file.findings[0].filename, folder)
    for finding, fingerprint in zip(file.findings, fingerprints(file, path), strict=True):
        result: Json = {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": _level(finding.code),
            "message": {"text": described(finding)},
            "locations": [_location(finding, folder)],
            "partialFingerprints": {"treelintLine/v1": fingerprint},
        }
        fix = _fix(finding, file, folder)
        yield result | ({"fixes": [fix]} if fix else {})


def _location(finding: Finding, folder: Path) -> Json:
    first, last = rows(finding)
    place: Json = {"artifactLocation": _artifact(finding.filename, folder)}
    if finding.cell is None:
        place["region"] = _region(finding.start, finding.end)
        return {"physicalLocation": place}
    place["region"] = {"startLine": first, "endLine": last}
    cell = {"name": f"cell {finding.cell}", "kind": "member"}
    return {"physicalLocation": place, "logicalLocations": [cell]}


def _fix(finding: Finding, file: FileReport, folder: Path) -> Json | None:
    """The fix, unless it changes a notebook, whose cells are no regions of its file."""
    changes: dict[str, list[Json]] = {}
    for edit in edits(finding, file):
        changes.setdefault(edit.filename, []).append(_replacement(edit))
    if finding.fix is None or finding.cell is not None or not changes:
        return None
    return {
        "description": {"text": f"{finding.fix.message} ({finding.fix.applicability.value} fix)"},
        "artifactChanges": [
            {"artifactLocation": _artifact(name, folder), "replacements": replacements}
            for name, replacements in changes.items()
        ],
    }


def _replacement(edit: Edit) -> Json:
    return {
        "deletedRegion": _region(edit.start, edit.end),
        "insertedContent": {"text": edit.content},
    }


def _region(start: Position, end: Position) -> Json:
    return {
        "startLine": start.row,
        "startColumn": start.column,
        "endLine": end.row,
        "endColumn": end.column,
    }


def _artifact(filename: str, folder: Path) -> Json:
    path = from_root(filename, folder)
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _BASE}
