"""The table says of each shape what became of its programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.analyzer.codemods import table
from tests.analyzer.codemods.catalogue import programs
from tests.analyzer.codemods.verdicts import Verdict, judge

if TYPE_CHECKING:
    import pytest

CODE = """\
import equinox as eqx


class Layer(eqx.Module):
    weight: float
    size: int = eqx.field(static=True, default=1)


layer = Layer(1.0)
layer.{field} = 2
result = layer
"""


def test_rows_and_reasons() -> None:
    judged = [judge(CODE.format(field=field), ["result"]) for field in ("weight", "size", "size")]
    assert [item.verdict for item in judged] == [
        Verdict.REWRITTEN,
        Verdict.WITHHELD,
        Verdict.WITHHELD,
    ]
    rows = table.counts_by_shape([("fields", judged[0]), ("fields", judged[1]), ("x", judged[2])])
    counts = {row.split()[0]: row.split()[1:] for row in rows.splitlines()[1:]}
    assert counts["fields"] == ["2", "1", "1", "0", "0"]
    assert counts["all"] == ["3", "1", "2", "0", "0"]
    [reason] = table.counts_by_reason(judged).splitlines()
    assert reason.split()[0] == "2"
    assert "static field" in reason


def test_one_program_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert table.main(["--show", "attributes/field"]) == 0
    shown = capsys.readouterr().out
    assert "tree_at" in shown
    assert "Verdict.REWRITTEN" in shown


def test_the_share_counts_what_can_be_rewritten() -> None:
    rewritable = next(program for program in programs() if program.is_rewritable)
    trap = next(program for program in programs() if not program.is_rewritable)
    done = judge(CODE.format(field="weight"), ["result"])
    share = table.share_rewritten([(rewritable, done), (trap, done)])
    assert share.startswith("1 of 1 ")
