"""The hand-written programs: each means the same after the codemods, or is left as it was."""

from __future__ import annotations

import pytest

from tests.analyzer.codemods.catalogue import Program, judged, programs
from tests.analyzer.codemods.rewriting import ALL_RULES, REWRITERS
from tests.analyzer.codemods.verdicts import Verdict, judge

PROGRAMS = programs()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_program(program: Program) -> None:
    judgement = judged(program)
    assert judgement.original.raised == program.raises, judgement.original.detail
    # What is compared is there; where a program raises, it may not be.
    assert program.raises or len(judgement.original.results) == len(program.results)
    assert judgement.verdict is not Verdict.DIFFERENT, "\n".join(
        (*judgement.mistakes, judgement.fixed)
    )
    assert not judgement.mistakes, judgement.fixed
    # Whatever is left says why.
    assert not [reason for reason in judgement.reasons if reason.endswith("has no fix")]
    if program.expect == "nothing found":
        assert judgement.verdict is Verdict.NOTHING


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
@pytest.mark.parametrize("way", [way for way in REWRITERS if way != "all rules"])
def test_a_program_in_another_way(way: str, program: Program) -> None:
    rewriter = REWRITERS[way]
    if rewriter(program.code).code in {program.code, judged(program).fixed}:
        return  # run already
    judgement = judge(program.code, program.results, rewriter)
    assert not judgement.mistakes, judgement.fixed


FORMS = {"formatting", "functions", "methods", "child_loops", "statements"}


@pytest.mark.parametrize(
    "program", [item for item in PROGRAMS if item.shape in FORMS], ids=lambda item: item.name
)
def test_line_endings_stay(program: Program) -> None:
    windows = program.code.replace("\n", "\r\n")
    assert ALL_RULES(windows).code == judged(program).fixed.replace("\n", "\r\n")


def test_there_are_programs_of_many_shapes() -> None:
    assert sum(program.is_rewritable for program in PROGRAMS) >= 150
    assert sum(program.expect.startswith("withheld (") for program in PROGRAMS) >= 20
    assert len({program.name for program in PROGRAMS}) == len(PROGRAMS)
    assert len({program.shape for program in PROGRAMS}) > 15
