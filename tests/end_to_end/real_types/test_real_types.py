"""The committed list of differences: that it holds, and how it is made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.real_code import verdicts
from tests.end_to_end.real_code.packages import Package
from tests.end_to_end.real_code.verdicts import TRUE, Place, parse, render
from tests.end_to_end.real_types.__main__ import HEAD, LIST
from tests.end_to_end.real_types.check import CheckError, differences, pinned
from tests.end_to_end.support import ROOT
from tests.mypy_plugin import stand_in

SOURCE = """\
import equinox as eqx

class Model(eqx.Module):
    weight: float

def update(model: Model) -> Model:
    new = eqx.tree_at(lambda m: m.wieght, model, 1.0)
    new.other
    return new
"""


@pytest.mark.real_code
def test_every_difference_has_a_verdict(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.end_to_end.real_types", "--folder", str(tmp_path)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_list_speaks_of_the_pinned_packages() -> None:
    """No difference is false: what is, is mended."""
    versions = {package.name: package.version for package in pinned()}
    listed = verdicts.read(LIST)
    assert listed
    for verdict in listed:
        assert versions[verdict.place.package] == verdict.version
        assert verdict.verdict == TRUE
        assert len(verdict.why.split()) >= 4
        assert verdict.place.code.split()[0] in {"added", "lost"}


def test_the_list_is_in_the_form_in_which_it_is_written() -> None:
    text = LIST.read_text("utf-8")
    assert render(parse(text), HEAD) == text


def test_differences(tmp_path: Path) -> None:
    package = Package("some", "1.0")
    folder = tmp_path / package.folder
    (folder / "some").mkdir(parents=True)
    stand_in.write(folder)
    source = folder / "some" / "a.py"
    source.write_text(SOURCE)
    found = differences([package], tmp_path, Path(sys.executable))
    where = "new = eqx.tree_at(lambda m: m.wieght, model, 1.0)"
    assert [(one.place, one.row) for one in found] == [
        (Place("some", "some/a.py", "update", where, "added attr-defined"), 7),
        (Place("some", "some/a.py", "update", "new.other", "added attr-defined"), 8),
    ]
    source.write_text("def f(:\n")
    with pytest.raises(CheckError):
        differences([package], tmp_path, Path(sys.executable))
