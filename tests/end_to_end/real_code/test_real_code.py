"""The committed list of findings: its form, how it is compared, and that it holds."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.real_code import verdicts
from tests.end_to_end.real_code.__main__ import report
from tests.end_to_end.real_code.lint import LintError, lint
from tests.end_to_end.real_code.packages import Package, pinned
from tests.end_to_end.real_code.verdicts import (
    FALSE,
    OPEN,
    TRUE,
    Found,
    Place,
    Verdict,
    brought_up_to_date,
    compare,
    parse,
    render,
)
from tests.end_to_end.support import ROOT
from treelint.rules import find_rule

PLACE = Place("some", "some/a.py", "A.f", 'x = "é" \\ # y', "TL202")
FOUND = Found(PLACE, "1.0", 7, "no replacement")
VERDICT = Verdict(PLACE, "1.0", 7, TRUE, "It raises.")


@pytest.mark.real_code
def test_every_finding_has_a_verdict(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.end_to_end.real_code", "--folder", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_list_speaks_of_the_pinned_packages() -> None:
    packages = pinned()
    assert len(packages) >= 25
    versions = {package.name: package.version for package in packages}
    for verdict in verdicts.read():
        assert versions[verdict.place.package] == verdict.version
        assert verdict.verdict in {TRUE, FALSE}
        assert len(verdict.why.split()) >= 4
        assert find_rule(verdict.place.code) is not None


def test_the_list_is_in_the_form_in_which_it_is_written() -> None:
    text = verdicts.LIST.read_text("utf-8")
    assert render(parse(text)) == text


def test_written_and_read() -> None:
    odd = replace(VERDICT, why='a "quote", a \\, a tab \t and 漢\n', verdict=FALSE)
    assert parse(render([VERDICT, odd])) == [VERDICT, odd]


def test_a_finding_is_known_wherever_its_row_is() -> None:
    moved = replace(FOUND, row=70)
    comparison = compare([moved], [VERDICT])
    assert comparison.known == ((moved, VERDICT),)
    assert not comparison.open
    assert not comparison.vanished
    assert brought_up_to_date(comparison) == [replace(VERDICT, row=70)]


@pytest.mark.parametrize(
    "other",
    [
        replace(PLACE, package="other"),
        replace(PLACE, path="some/b.py"),
        replace(PLACE, function="A.g"),
        replace(PLACE, text="x = 1"),
        replace(PLACE, code="TL203"),
    ],
)
def test_another_place_is_another_finding(other: Place) -> None:
    comparison = compare([replace(FOUND, place=other)], [VERDICT])
    assert [found.place for found in comparison.open] == [other]
    assert comparison.vanished == (VERDICT,)


def test_two_findings_of_one_text() -> None:
    """The first is known, and the second is new."""
    comparison = compare([replace(FOUND, row=9), FOUND], [VERDICT])
    assert comparison.known == ((FOUND, VERDICT),)
    assert [found.row for found in comparison.new] == [9]


def test_a_finding_stays_open_until_somebody_has_looked() -> None:
    waiting = brought_up_to_date(compare([FOUND], []))
    assert [verdict.verdict for verdict in waiting] == [OPEN]
    assert compare([FOUND], waiting).open == (FOUND,)


def test_report() -> None:
    false = replace(VERDICT, place=replace(PLACE, code="TL203"), verdict=FALSE)
    also = Found(false.place, "1.0", 7, "two nodes")
    new = replace(FOUND, row=9)
    gone = replace(VERDICT, place=replace(PLACE, function="A.g"))
    assert list(report(compare([FOUND, also, new], [VERDICT, false, gone]))) == [
        "new: some/some/a.py:9: TL202: no replacement",
        f"     in A.f: {PLACE.text}",
        f"vanished: some/some/a.py:7: TL202: {PLACE.text}",
        "TL202: 1 found, 0 of them false",
        "TL203: 1 found, 1 of them false",
        "2 findings with a verdict, 1 of them false (50.0%); 1 without one, 1 vanished",
    ]


def test_lint(tmp_path: Path) -> None:
    package = Package("some", "1.0")
    module = tmp_path / "some-1.0" / "some" / "a.py"
    module.parent.mkdir(parents=True)
    code = (
        "import equinox as eqx\n\nclass A:\n    @property\n    def f(self):\n"
        "        return eqx.tree_at(lambda m: m.a, self)\n\neqx.tree_at(lambda m: m.a, m, 1)\n"
    )
    module.write_text(code)
    first, second = lint([package], tmp_path)
    text = "return eqx.tree_at(lambda m: m.a, self)"
    assert first.place == Place("some", "some/a.py", "A.f", text, "TL202")
    assert (first.version, first.row) == ("1.0", 6)
    assert second.place.function == "<module>"
    module.write_bytes(b"\xff\n")
    with pytest.raises(LintError, match="not valid utf-8"):
        lint([package], tmp_path)
