"""JUnit XML, which nearly every CI server shows: a suite a file, a failed test a finding.

The elements and attributes are those that pytest writes, so that strict readers take them.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from treelint.findings import NEVER_IGNORED
from treelint.report.place import position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from treelint.findings import Finding
    from treelint.report.model import Report
    from treelint.source import Failure

# What XML 1.0 cannot hold, in whatever way it is written.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """The whole report as one document, in ASCII: it passes through any stream unharmed."""
    suites = [_suite(file.findings) for file in report.files if file.findings]
    if report.failures:
        suites.append(_failures(report.failures))
    if not suites:
        suites.append(_nothing(report.checked))
    counts = {
        name: str(sum(int(suite.get(name, "0")) for suite in suites))
        for name in ("tests", "failures", "errors")
    }
    document = ET.Element("testsuites", {"name": "treelint", **counts})
    document.extend(suites)
    ET.indent(document)
    text = ET.tostring(document, encoding="us-ascii").decode("ascii")
    # ASCII is UTF-8 too, which every reader knows.
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'


def _suite(findings: Sequence[Finding]) -> ET.Element:
    errors = sum(finding.code in NEVER_IGNORED for finding in findings)
    name = findings[0].filename
    suite = _new_suite(name, len(findings), len(findings) - errors, errors)
    for finding in findings:
        place = position(finding)
        case = _case(suite, _dotted(name), f"{finding.code}:{place}")
        kind = "error" if finding.code in NEVER_IGNORED else "failure"
        message = f"{finding.name}: {finding.message}"
        verdict = ET.SubElement(case, kind, {"message": _legal(message), "type": finding.code})
        verdict.text = _legal(f"{name}:{place}: {finding.code} {message}")
    return suite


def _dotted(name: str) -> str:
    """A file as a module: servers take what is before the last dot for a package."""
    return name.removesuffix(".py").replace(os.sep, ".").strip(".") or name


def _failures(failures: Sequence[Failure]) -> ET.Element:
    """A suite of what could not be done."""
    suite = _new_suite("treelint", len(failures), 0, len(failures))
    for failure in failures:
        case = _case(suite, "treelint", failure.filename)
        attributes = {"message": _legal(failure.message), "type": "treelint"}
        ET.SubElement(case, "error", attributes).text = _legal(str(failure))
    return suite


def _nothing(checked: int) -> ET.Element:
    """A suite with a test that passes: some servers take an empty document for a broken one."""
    suite = _new_suite("treelint", 1, 0, 0)
    _case(suite, "treelint", f"nothing found (files: {checked})")
    return suite


def _new_suite(name: str, tests: int, failures: int, errors: int) -> ET.Element:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": 0}
    attributes = {key: str(count) for key, count in counts.items()}
    return ET.Element("testsuite", {"name": _legal(name), **attributes, "time": "0"})


def _case(suite: ET.Element, classname: str, name: str) -> ET.Element:
    attributes = {"classname": _legal(classname), "name": _legal(name), "time": "0"}
    return ET.SubElement(suite, "testcase", attributes)


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda match: repr(match.group())[1:-1], text)
