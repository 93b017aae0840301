"""The hand-written programs: each means the same after the codemods, or is left as it was."""

from __future__ import annotations

import pytest

from tests.analyzer.codemods.catalogue import Program, programs
from tests.analyzer.codemods.verdicts import Verdict, judge

PROGRAMS = programs()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_a_program(program: Program) -> None:
    judged = judge(program.code, program.results)
    assert judged.original.raised == program.raises, judged.original.detail
    # What is compared is there; where a program raises, it may not be.
    assert program.raises or len(judged.original.results) == len(program.results)
    assert judged.verdict is not Verdict.DIFFERENT, "\n".join((*judged.mistakes, judged.fixed))
    assert not judged.mistakes, judged.fixed
    if program.expect == "nothing found":
        assert judged.verdict is Verdict.NOTHING


def test_there_are_programs_of_many_shapes() -> None:
    assert sum(program.is_rewritable for program in PROGRAMS) >= 150
    assert sum(program.expect.startswith("withheld (") for program in PROGRAMS) >= 20
    assert len({program.name for program in PROGRAMS}) == len(PROGRAMS)
    assert len({program.shape for program in PROGRAMS}) > 15
