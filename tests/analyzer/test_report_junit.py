"""JUnit XML: well formed whatever the text, and only what strict readers know."""

import dataclasses
import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from tests.analyzer.reports import CODE, ODD, REPORTS, TEXTS, report_on
from treelint.report import junit
from treelint.report.model import Report
from treelint.source import Failure

# What pytest writes, which every reader has met.
ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
}


def document(report: Report) -> ET.Element:
    text = junit.render(report)
    assert text.isascii()
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<testsuites ')
    root = ET.fromstring(text)  # noqa: S314
    check(root)
    return root


def check(root: ET.Element) -> None:
    """Its structure, and that its counts are right."""
    totals = dict.fromkeys(("tests", "failures", "errors"), 0)
    for element in root.iter():
        assert set(element.keys()) == ATTRIBUTES[element.tag]
    assert {suite.tag for suite in root} == {"testsuite"}
    for suite in root:
        counts = {
            "tests": len(suite),
            "failures": len(suite.findall("testcase/failure")),
            "errors": len(suite.findall("testcase/error")),
        }
        for name, count in counts.items():
            assert suite.get(name) == str(count)
            totals[name] += count
        assert all(len(case) <= 1 for case in suite)
    for name, total in totals.items():
        assert root.get(name) == str(total)


def test_findings() -> None:
    root = document(report_on(CODE, "src/a.py"))
    (suite,) = root
    assert suite.get("name") == "src/a.py"
    names = [(case.get("classname"), case.get("name")) for case in suite]
    assert names == [("src.a", "TL104:2:27"), ("src.a", "TL301:3:1")]
    failure = suite[0][0]
    assert (failure.tag, failure.get("type")) == ("failure", "TL104")
    assert (failure.get("message") or "").startswith("where-not-a-sequence: `where` returns")
    assert (failure.text or "").startswith("src/a.py:2:27: TL104 where-not-a-sequence: ")


def test_class_names() -> None:
    """What servers sort tests by: a package before the last dot, and a class behind it."""

    def classname(filename: str) -> str | None:
        ((case, _),) = document(report_on(CODE, filename))
        return case.get("classname")

    assert classname("a.py") == "a"
    assert classname("../src/a.py") == "src.a"
    assert classname("/home/me/a.py") == "home.me.a"
    assert classname(".py") == ".py"


def test_errors() -> None:
    (file,) = report_on("x = (\n").files
    root = document(Report([file], [Failure("b.py", "cannot be read")], 1))
    assert [(case.get("name"), case[0].tag) for suite in root for case in suite] == [
        ("TL900:1:5", "error"),
        ("b.py", "error"),
    ]
    assert root[1][0][0].text == "b.py: cannot be read"


def test_nothing_found_is_a_test_that_passes() -> None:
    ((case,),) = document(report_on(""))
    assert case.get("name") == "nothing found (files: 1)"
    assert len(case) == 0


def test_a_notebook() -> None:
    (file,) = report_on(CODE).files
    finding = dataclasses.replace(file.findings[0], cell=2)
    report = Report([dataclasses.replace(file, findings=[finding])], (), 1)
    ((case,),) = document(report)
    assert case.get("name") == "TL104:cell 2:2:27"
    assert "a.py:cell 2:2:27: TL104 " in (case[0].text or "")


def test_control_characters_are_shown() -> None:
    root = document(Report((), [Failure("a", "b\x1b[31m\x00\udcff\ufffe")], 0))
    assert root[0][0][0].get("message") == r"b\x1b[31m\x00\udcff\ufffe"


@given(REPORTS)
def test_any_text(report: Report) -> None:
    document(report)


@given(TEXTS | st.text(ODD))
def test_what_xml_can_hold_stays(message: str) -> None:
    root = document(Report((), [Failure("a", message)], 0))
    legal = "\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
    shown = re.sub(f"[^{legal}]", lambda match: repr(match[0])[1:-1], message)
    # In an attribute, where blanks are kept as they are written.
    assert root[0][0][0].get("message") == shown
